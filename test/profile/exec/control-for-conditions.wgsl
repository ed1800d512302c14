// budget: 4
// write out: 2 linear 2
// result out: 1241324132 5152
// needs: E2: the condition and the update of a for run in each round, with their side effects in order
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> log: u32;
fn note(digit: u32) -> u32 {
  log = log * 10u + digit;
  return digit;
}

@compute @workgroup_size(1)
fn main() {
  for (var i = note(1u); i + note(2u) < 5u; i += note(1u) + 0u * note(3u)) { _ = note(4u); }
  out[0] = log;
  log = 0u;
  var n = 0u;
  while (note(n) < 2u && note(5u) > 0u) { n++; }
  out[1] = log;
}
