// rule: V24
// code: attribute.place
// at: @location(0)
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct In { @builtin(workgroup_id) w: vec3<u32> }
@compute @workgroup_size(1)
fn main(@location(0) x: In) { o[0] = x.w.x; }
