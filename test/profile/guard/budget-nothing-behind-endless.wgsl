// budget: 3
// read n: 0
// write out: 4 linear 4
// result out: 9 0 0 8
// guards: loop-budget
// needs: E14: statements that control could not come to otherwise are not executed when the budget ends a loop.
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;
fn f(m: u32) -> u32 {
  loop {
    if (n == 5u) { return 1u; }
  }
  return 2u;
}
@compute @workgroup_size(1)
fn main() {
  out[2] = f(1u);
  out[3] = 8u;
  var x = 1u;
  loop {
    x += 2u;
    out[0] = 9u;
    if (x == n) { return; }
  }
  out[1] = 7u;
}
