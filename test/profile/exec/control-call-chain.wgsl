// budget: 2
// write out: 3 linear 3
// result out: 784 1568 2352
// needs: P8: calls inside calls, each with its own variables, repeated in a loop
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn a(x: u32) -> u32 {
  var t: u32;
  t += x;
  return t * 2u;
}
fn b(x: u32, y: u32) -> u32 {
  var t = a(x);
  t += a(a(y) + t);
  return t;
}
fn c(x: u32) -> u32 { return b(x, a(x)) + b(a(x), x); }

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  var x = k + 1u;
  for (var i = 0; i < 2; i++) { x = c(x) - a(x); }
  out[k] = x;
}
