// V40: atomics without their values
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> n: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  atomicStore(&n, 0u);
  workgroupBarrier();
  atomicAdd(&n, lix);
  atomicSub(&n, 1u);
  workgroupBarrier();
  atomicMax(&n, 4u);
  workgroupBarrier();
  atomicMin(&n, 9u);
  workgroupBarrier();
  atomicAnd(&n, 7u);
  workgroupBarrier();
  atomicOr(&n, 8u);
  workgroupBarrier();
  atomicXor(&n, 1u);
  workgroupBarrier();
  if (lix == 0u) { o[0] = atomicLoad(&n); }
}
