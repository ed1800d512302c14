// write out: 6 linear 6
// result out: 14 123 3 1234 11 12345
// needs: E2: operands of binary operators from left to right, also below parentheses
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = t(1u, 2u) + t(2u, 3u) * t(3u, 4u);
  out[1] = log;
  log = 0u;
  out[2] = (t(1u, 20u) - t(2u, 6u)) / (t(3u, 9u) % t(4u, 5u));
  out[3] = log;
  log = 0u;
  out[4] = u32(t(1u, 3u) < t(2u, 4u)) + (t(3u, 6u) & t(4u, 3u)) + (t(5u, 1u) << 3u);
  out[5] = log;
}
