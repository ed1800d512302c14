// rule: V24
// code: entry.too-large
// at: 16
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(16, 17)
fn main() { o[0] = 1u; }
