// read n: 0
// write out: 2 linear 2
// result out: 50 60
// needs: E14 control: a loop that returns in its first round takes no back-edge, budget 0
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

fn first(m: u32) -> u32 {
  for (var i = 0u; i < 10u; i++) {
    if (i == m) { return 50u + i; }
    if (m > 0u) { break; }
  }
  return 60u;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = first(n);
  out[1] = first(n + 1u);
  while (n > 0u) { out[0] = 99u; }
}
