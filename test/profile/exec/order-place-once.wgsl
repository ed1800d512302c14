// write out: 7 linear 7
// result out: 12345 0 21 1 4294967295 7 123
// needs: E2: the place of a compound assignment, ++ and -- is evaluated once
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(1)
fn main() {
  var a: array<u32, 4>;
  a[t(1u, 1u)] += 7u;
  a[t(2u, 2u)]++;
  a[t(3u, 3u)]--;
  a[t(4u, a[2])] *= t(5u, 3u);
  out[0] = log;
  out[1] = a[0];
  out[2] = a[1];
  out[3] = a[2];
  out[4] = a[3];
  log = 0u;
  out[t(1u, 5u)] |= t(2u, 6u);
  out[t(3u, 5u)]++;
  out[6] = log;
}
