// V24: the size is an override
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override n = 32u;

@compute @workgroup_size(n, n / 16u)
fn main() { o[0] = 1u; }
