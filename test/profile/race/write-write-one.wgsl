// write out: 2 linear 2
// result out: 7 7
// race: none
// needs: E15 control: one invocation stores, a barrier, all load
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 1u) { t[0] = 7u; }
  workgroupBarrier();
  out[k] = t[0];
}
