// V38: a reduction by halves
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  t[lix] = lix;
  workgroupBarrier();
  for (var s = 32u; s > 0u; s >>= 1u) {
    if (lix < s) { t[lix] += t[lix + s]; }
    workgroupBarrier();
  }
  if (lix == 0u) { o[wid.x] = t[0]; }
}
