// V24: 256 invocations
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(256)
fn main() { o[0] = 1u; }
