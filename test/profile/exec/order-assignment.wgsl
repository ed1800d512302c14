// write out: 6 linear 6
// result out: 123 5 6 12 1234 6
// needs: E2: the indices of the left side are evaluated before the right side
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(1)
fn main() {
  var a: array<array<u32, 2>, 2>;
  a[t(1u, 1u)][t(2u, 0u)] = t(3u, 5u);
  out[0] = log;
  out[1] = a[1][0];
  log = 0u;
  out[t(1u, 2u)] = t(2u, 6u);
  out[3] = log;
  log = 0u;
  var v = vec3<u32>();
  v[t(1u, 2u)] = a[t(2u, 1u)][t(3u, 0u)] + t(4u, 1u);
  out[4] = log;
  out[5] = v.z;
}
