// budget: 1
// write out: 2 linear 2
// result out: 0 15
// needs: V23: code behind return, break and continue is allowed and never runs
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn f(k: u32) -> u32 {
  return k + 1u;
  out[0] = 99u;
  return 0u;
}

@compute @workgroup_size(1)
fn main() {
  var n = f(4u);
  for (var i = 0u; i < 2u; i++) {
    if (i == 0u) {
      continue;
      n = 100u;
    }
    n += 10u;
    break;
    n = 200u;
  }
  out[1] = n;
  if (n > 0u) {
    return;
    out[2] = 7u;
  }
  out[1] = 300u;
}
