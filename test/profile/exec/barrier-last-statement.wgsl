// write out: 3 linear 3
// result out: 5 6 7
// needs: E7: barriers first, last and twice in a row are regions of their own
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: u32;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  workgroupBarrier();
  if (k == 2u) { t = 5u; }
  workgroupBarrier();
  storageBarrier();
  workgroupBarrier();
  out[k] = t + k;
  storageBarrier();
}
