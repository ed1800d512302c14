// budget: 3
// write out: 8 linear 8
// result out: 0 2 2 9 4 1 1 9
// guards: loop-budget
// needs: E14: once it is used up, no later loop of the invocation repeats
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 4u * k; i++) { out[4u * k]++; }
  for (var i = 0u; i < 2u; i++) { out[4u * k + 1u]++; }
  loop {
    out[4u * k + 2u]++;
    if (out[4u * k + 2u] == 2u) { break; }
  }
  while (k > 5u) { out[4u * k + 3u]++; }
  out[4u * k + 3u] = 9u;
}
