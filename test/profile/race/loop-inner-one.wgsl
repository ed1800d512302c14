// budget: 2
// write out: 3 linear 3
// result out: 1 1 1
// race: none
// needs: E15 control: a loop in which only the last invocation has a round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> total: u32;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 1u; i < k; i++) { total += i; }
  workgroupBarrier();
  out[k] = total;
}
