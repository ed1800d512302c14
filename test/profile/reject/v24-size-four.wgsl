// rule: V24
// code: attribute.arguments
// at: @workgroup_size(1, 1, 1, 1)
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1, 1, 1, 1)
fn main() { o[0] = 1u; }
