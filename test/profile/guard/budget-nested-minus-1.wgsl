// budget: 11
// read n: 3
// write out: 3 linear 3
// result out: 3 9 333
// guards: loop-budget
// needs: E14: three rounds of three rounds take 3 * 3 + 3 back-edges of one count, budget 11
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < n; i++) {
    out[0]++;
    var j = 0u;
    for (; j < n; j++) { out[1]++; }
    out[2] = out[2] * 10u + j;
  }
}
