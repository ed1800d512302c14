// budget: 5
// write out: 6 linear 6
// result out: 0 1 2 3 4 5
// needs: E14 control: each invocation has a budget of its own
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < k; i++) { out[k]++; }
}
