// rule: V24
// code: entry.size-type
// at: @workgroup_size(true)
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(true)
fn main() { o[0] = 1u; }
