// write out: 8 linear 8
// race: workgroup
// needs: P5, E9: two families with a storageBarrier between them
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicXor(&n[k], 1u);
  storageBarrier();
  atomicAdd(&n[1u - k], 1u);
  workgroupBarrier();
  out[k] = atomicLoad(&n[k]);
}
