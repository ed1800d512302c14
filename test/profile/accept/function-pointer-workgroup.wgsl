// V23: a pointer to workgroup memory
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> tile: array<u32, 64>;
fn fill(p: ptr<workgroup, array<u32, 64>>, i: u32) { (*p)[i] = i; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  fill(&tile, lix);
  workgroupBarrier();
  o[0] = tile[0];
}
