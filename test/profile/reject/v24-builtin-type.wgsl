// rule: V24
// code: entry.builtin-type
// at: @builtin(workgroup_id) x: vec3<i32>
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) x: vec3<i32>) { o[0] = 1u; }
