// read n: 3
// write out: 3 linear 3
// result out: 0 0 0
// guards: loop-budget
// needs: E14: the loops of all calls share the budget of the invocation: 5 + 4 + 1, budget 0
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

fn triangle(m: u32) -> u32 {
  var total = 0u;
  for (var i = 0u; i <= m; i++) { total += i; }
  return total;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = triangle(n + 1u);
  out[1] = triangle(n);
  out[2] = triangle(n - 3u);
}
