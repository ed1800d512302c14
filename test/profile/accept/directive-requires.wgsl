// Y2: features that change nothing
requires packed_4x8_integer_dot_product;
requires unrestricted_pointer_parameters, pointer_composite_access;
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(1)
fn main() { o[0] = dot4U8Packed(1u, 2u); }
