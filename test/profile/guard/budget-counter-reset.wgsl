// budget: 11
// read n: 3
// write out: 1 linear 1
// result out: 12
// guards: loop-budget
// needs: E14: the body sets the counter back
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 4u; i++) {
    out[0]++;
    if (i == n) { i = 0u; }
  }
}
