// write out: 8 linear 8
// race: workgroup
// needs: P5: two atomicStores to one word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicStore(&n[2], 5u);
  workgroupBarrier();
  out[k] = atomicLoad(&n[2]);
}
