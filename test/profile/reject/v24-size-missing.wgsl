// rule: V24
// code: entry.no-size
// at: @compute
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute
fn main() { o[0] = 1u; }
