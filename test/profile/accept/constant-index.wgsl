// V31: a constant index
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  const t = array<u32, 3>(7, 8, 9);
  const x = t[2] + vec2(1u, 2u)[1];
  o[0] = x;
}
