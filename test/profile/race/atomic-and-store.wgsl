// write out: 8 linear 8
// race: workgroup
// needs: P5: atomicStore beside atomicMax of others is a plain store
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) { atomicStore(&n[1], 5u); } else { atomicMax(&n[1], 3u); }
  workgroupBarrier();
  out[k] = atomicLoad(&n[1]);
}
