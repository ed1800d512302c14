// write out: 8 linear 8
// result out: 0 1345678 10 1235678 10 1345678 15 1235678
// needs: E2: && and || evaluate the right side only if it decides; & and | always
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let a = k & 1u;
  let b = k >> 1u;
  var r = u32(t(1u, a) == 1u && t(2u, b) == 1u);
  r += 2u * u32(t(3u, a) == 1u || t(4u, b) == 1u);
  r += 4u * u32((t(5u, a) == 1u) & (t(6u, b) == 1u));
  r += 8u * u32((t(7u, a) == 1u) | (t(8u, b) == 1u));
  out[2u * k] = r;
  out[2u * k + 1u] = log;
}
