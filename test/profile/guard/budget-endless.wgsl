// budget: 100
// read n: 0
// write out: 1 linear 1
// result out: 1839741811
// guards: loop-budget
// needs: E14: a loop whose condition never changes ends at its budget
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  var x = 1u;
  loop {
    x *= 3u;
    if (x == n) { break; }
  }
  out[0] = x;
}
