// write out: 16 linear 16
// result out: 3 1345 2 12345 3 1345 3 125 2 13567 0 12356 0 13567 1 1256
// needs: E2: short circuits inside short circuits, conditions and arguments
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

fn b(digit: u32, x: bool) -> bool {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = (k & 1u) != 0u;
  let y = (k & 2u) != 0u;
  let z = (k & 4u) != 0u;
  var r = 0u;
  if ((b(1u, x) && b(2u, y)) || !(b(3u, z) || b(4u, x))) { r = 1u; }
  if (!(b(5u, z) && (b(6u, x) || b(7u, y)))) { r += 2u; }
  out[2u * k] = r;
  out[2u * k + 1u] = log;
}
