// override n: 5
// override mode: -1
// budget: 5
// write out: 5 linear 5
// result out: 1002 3 100 5 6
// needs: V32: overrides decide branches, loops and switches
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override n: u32;
override mode: i32;
override half: u32 = n / 2u;
const limit = 3u;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < n; i++) {
    if (i == half) { continue; }
    out[i] = i + half;
  }
  switch mode {
    case -1: { out[half] = 100u; }
    default: { out[half] = 200u; }
  }
  if (n > limit) { out[0] += 1000u; } else { out[0] += 2000u; }
}
