// write out: 4 linear 4
// result out: 12 12 12 12
// race: none
// needs: P5 control: two families on one location with a barrier between them
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicOr(&n[0], 1u << (k & 31u));
  workgroupBarrier();
  atomicAnd(&n[0], ~k);
  workgroupBarrier();
  out[k] = atomicLoad(&n[0]);
}
