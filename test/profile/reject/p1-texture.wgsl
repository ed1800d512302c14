// rule: P1
// code: profile.resource-type
// at: texture_2d<u32>
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn f(x: texture_2d<u32>) {}
@compute @workgroup_size(1)
fn main() { o[0] = 1u; }
