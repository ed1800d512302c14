// V40: logic
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = select(1u, 2u, all(lid == vec3(0u))) + select(lid, lid.zyx, any(lid > vec3(1u))).x + select(vec2(1u), vec2(2u), vec2(true, false)).y;
}
