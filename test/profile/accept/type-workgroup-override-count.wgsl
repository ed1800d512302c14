// V12: an override counts a workgroup array
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override n: u32 = 64;
var<workgroup> tile: array<u32, n>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  tile[lix] = lix;
  workgroupBarrier();
  o[0] = tile[lix];
}
