// write out: 4 linear 4
// result out: 22 22 22 22
// race: none
// needs: P5 control: additions and subtractions commute
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&n[0], k + 5u);
  atomicSub(&n[0], 1u);
  workgroupBarrier();
  out[k] = atomicLoad(&n[0]);
}
