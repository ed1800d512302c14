// V24: builtin values in a struct
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct In { @builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) at: u32 }

@compute @workgroup_size(8, 8)
fn main(in: In, @builtin(workgroup_id) w: vec3u) { o[in.at] = in.id.x + w.y; }
