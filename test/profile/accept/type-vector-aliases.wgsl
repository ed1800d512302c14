// V10: predeclared aliases
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  let a = vec2u(1, 2);
  let b: vec3<i32> = vec3i(1);
  let c = vec4<bool>(true, false, true, true);
  o[0] = a.x + u32(b.y) + select(0u, 1u, c.z);
}
