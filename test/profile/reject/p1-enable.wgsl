// rule: P1
// code: profile.enable
// at: enable f16;
// tint: refuses
enable f16;
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main() { o[0] = 1u; }
