// write out: 4 linear 4
// result out: 16 16 16 16
// race: none
// needs: P5 control: one invocation stores and loads, a barrier, the others add
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 3u) { atomicStore(&n[0], 10u + atomicLoad(&n[0])); }
  workgroupBarrier();
  atomicAdd(&n[0], k);
  workgroupBarrier();
  out[k] = atomicLoad(&n[0]);
}
