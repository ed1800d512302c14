// V2: names of builtin values are words of their own
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
const workgroup_id = 1u;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) w: vec3u) { o[workgroup_id] = w.x; }
