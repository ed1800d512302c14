// V40: integer
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  let a = i32(lix) - 3;
  o[0] = u32(abs(a) + clamp(a, -1, 1) + max(a, 2) + min(a, 1) + sign(a)) + dot(lid, lid);
}
