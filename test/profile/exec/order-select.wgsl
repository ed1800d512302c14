// write out: 4 linear 4
// result out: 10 123 20 123
// needs: E2: select evaluates all its arguments, from left to right
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[2u * k] = select(t(1u, 10u), t(2u, 20u), t(3u, k) == 1u);
  out[2u * k + 1u] = log;
}
