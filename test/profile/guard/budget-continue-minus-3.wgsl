// budget: 3
// read n: 6
// write out: 2 linear 2
// result out: 2 2
// guards: loop-budget
// needs: E14: continue takes a back-edge as the end of the body does, budget 3
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < n; i++) {
    if (i % 2u == 0u) {
      out[0]++;
      continue;
    }
    out[1]++;
  }
}
