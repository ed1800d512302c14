// write out: 2 linear 2
// result out: 91 91
// race: none
// needs: P5 control: two families on elements that do not meet
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&n[k], 1u);
  atomicMax(&n[3u - k], 9u);
  workgroupBarrier();
  out[k] = atomicLoad(&n[k]) + 10u * atomicLoad(&n[2u + k]);
}
