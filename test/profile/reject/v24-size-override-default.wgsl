// rule: V24
// code: entry.size
// at: n
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override n = 300;
@compute @workgroup_size(n)
fn main() { o[0] = 1u; }
