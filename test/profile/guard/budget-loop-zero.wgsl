// read n: 4
// write out: 2 linear 2
// result out: 1 1
// guards: loop-budget
// needs: E14: a loop that breaks in its fifth round takes four back-edges, budget 0
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  loop {
    if (i == n) { break; }
    i++;
  }
  out[0] = i;
  out[1] = 1u;
}
