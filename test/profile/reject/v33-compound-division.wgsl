// rule: V33
// code: constant.division-by-zero
// at: 0u
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var x = lix;
  x /= 0u;
  o[0] = x;
}
