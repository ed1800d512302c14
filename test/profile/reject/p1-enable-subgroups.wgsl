// rule: P1
// code: profile.enable
// at: enable subgroups;
// tint: refuses
enable subgroups;
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main() { o[0] = 1u; }
