// budget: 12
// write out: 4 linear 4
// result out: 3210 3 2 3
// needs: E1, E14: counters that wrap around the ends of u32 and i32 end their loops
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 3u; i < 4u; i--) { out[0] = out[0] * 10u + i; }
  for (var i = 2147483645; i > 0; i++) { out[1]++; }
  for (var i = 4294967289u; i > 3u; i += 5u) { out[2]++; }
  var j = -2147483646;
  while (j < 0) { j--; out[3]++; }
}
