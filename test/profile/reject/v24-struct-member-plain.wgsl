// rule: V24
// code: entry.parameter
// at: in: In
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct In { @builtin(workgroup_id) w: vec3<u32>, x: u32 }
@compute @workgroup_size(1)
fn main(in: In) { o[0] = in.x; }
