// rule: V24
// code: entry.size
// at: 0
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(0)
fn main() { o[0] = 1u; }
