// budget: 3
// write out: 8 linear 8
// race: workgroup
// needs: E15: a prefix sum that loads and stores in one region
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = 1u;
  workgroupBarrier();
  for (var s = 1u; s < 8u; s *= 2u) {
    if (k >= s) { t[k] += t[k - s]; }
    workgroupBarrier();
  }
  out[k] = t[k];
}
