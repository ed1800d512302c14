// rule: V24
// code: entry.return
// at: u32
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main() -> u32 { return 1u; }
