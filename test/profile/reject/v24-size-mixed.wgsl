// rule: V24
// code: entry.size-type
// at: @workgroup_size(1i, 1u)
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1i, 1u)
fn main() { o[0] = 1u; }
