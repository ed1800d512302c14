// budget: 6
// write out: 6 linear 6
// result out: 0 103 104 104 105 106
// needs: WGSL 9.4.5: while tests before each round; invocations have their own numbers of rounds
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  var x = 27u * k;
  var rounds = 0u;
  while (x > 1u) {
    rounds++;
    if (x % 3u == 0u) {
      x /= 3u;
      continue;
    }
    x -= 1u;
    if (rounds == 6u) { break; }
  }
  out[k] = 100u * x + rounds;
}
