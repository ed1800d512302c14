// write out: 4 linear 4
// result out: 11 10 13 12
// race: none
// needs: E15 control: a barrier between the load and the store
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  workgroupBarrier();
  let x = t[k ^ 1u];
  workgroupBarrier();
  t[k] = x + 10u;
  workgroupBarrier();
  out[k] = t[k];
}
