// write out: 4 linear 4
// result out: 4 4 4 4
// race: none
// needs: E15 control: an atomic counter that all add to
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: atomic<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&n, 1u);
  workgroupBarrier();
  out[k] = atomicLoad(&n);
}
