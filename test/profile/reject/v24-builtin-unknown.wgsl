// rule: V24
// code: entry.builtin
// at: position
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main(@builtin(position) x: vec3<u32>) { o[0] = x.x; }
