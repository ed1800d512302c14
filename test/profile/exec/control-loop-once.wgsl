// write out: 2 linear 2
// result out: 3011 3001
// needs: E14: a loop whose only round leaves it takes no back-edge (budget 0)
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  var n = 0u;
  loop {
    n += 1u;
    if (k == 1u) { break; }
    n += 10u;
    break;
  }
  for (var i = 0u; i < 0u; i++) { n += 100u; }
  while (n > 1000u) { n = 0u; }
  loop {
    n += 1000u;
    continuing {
      n += 2000u;
      break if true;
    }
  }
  out[k] = n;
}
