// budget: 3
// write out: 3 linear 3
// result out: 0 11 22
// guards: loop-budget
// needs: E14: the count goes on through all regions of the invocation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < k; i++) { out[k] += 1u; }
  workgroupBarrier();
  for (var i = 0u; i < k; i++) { out[k] += 10u; }
  workgroupBarrier();
  out[k] += 100u;
}
