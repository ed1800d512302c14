// rule: V24
// code: entry.parameter
// at: x: u32
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main(x: u32) { o[0] = x; }
