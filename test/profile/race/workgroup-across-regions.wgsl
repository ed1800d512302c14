// write out: 8 linear 8
// race: workgroup
// needs: E15: workgroup races span the regions that storage barriers cut
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 1u) { t[3] = 1u; }
  storageBarrier();
  out[k] = k;
  storageBarrier();
  if (k == 0u) { out[2] = t[3]; }
}
