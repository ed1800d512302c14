// V14: abstract arrays become concrete
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  const table = array(1, 2, 3);
  let t: array<u32, 3> = table;
  var s: array<i32, 3> = table;
  s[0] = 7;
  o[0] = t[lix % 3u] + bitcast<u32>(s[0]);
}
