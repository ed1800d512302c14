// budget: 3
// write out: 6 linear 6
// result out: 100 101 102 103 104 104
// guards: loop-budget
// needs: E14: some invocations run out, the others finish the region as if nothing was
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < k; i++) { out[k]++; }
  out[k] += 100u;
}
