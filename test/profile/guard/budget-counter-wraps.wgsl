// budget: 7
// write out: 2 linear 2
// result out: 8 4294967292
// guards: loop-budget
// needs: E14: a counter that runs away from its bound
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 3u; i >= 0u; i--) {
    out[0]++;
    out[1] = i;
    if (i == 0x80000000u) { break; }
  }
}
