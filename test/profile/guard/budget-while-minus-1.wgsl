// budget: 6
// read n: 1000
// write out: 2 linear 2
// result out: 0 7
// guards: loop-budget
// needs: E14: a while of seven rounds, budget 6
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  var x = n;
  var rounds = 0u;
  while (x > 0u) {
    x /= 3u;
    rounds++;
  }
  out[0] = x;
  out[1] = rounds;
}
