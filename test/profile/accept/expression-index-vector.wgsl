// V30: index vector
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var v = vec4<u32>(1, 2, 3, 4);
  v[lix & 3u] = 9u;
  v.y += 1u;
  o[0] = v[lix & 3u] + lid[1];
}
