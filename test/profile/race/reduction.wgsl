// budget: 3
// write out: 1 linear 1
// result out: 36
// race: none
// needs: E15 control: a reduction with a barrier behind each step
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k + 1u;
  workgroupBarrier();
  for (var s = 4u; s > 0u; s >>= 1u) {
    if (k < s) { t[k] += t[k + s]; }
    workgroupBarrier();
  }
  if (k == 0u) { out[0] = t[0]; }
}
