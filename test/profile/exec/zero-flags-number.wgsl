// read x: 7
// write out: 6 linear 6
// result out: 2 3 6 8 10 11
// needs: E3: numbers of arrays and structures that are 0 in the beginning decide branches
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct S { mode: u32, level: i32 }
var<private> g: array<u32, 4>;
var<private> s: S;

@compute @workgroup_size(1)
fn main() {
  var f: array<u32, 2>;
  if (bool(g[0])) { out[0] = 1u; } else { out[0] = 2u; }
  if (g[1] == 0u) { out[1] = 3u; } else { out[1] = 4u; }
  if (s.level < 0) { out[2] = 5u; } else { out[2] = 6u; }
  if (f[0] > g[2]) { out[3] = 7u; } else { out[3] = 8u; }
  if (bool(f[1])) { out[4] = 9u; } else { out[4] = 10u; }
  if ((g[3] | x) == 7u) { out[5] = 11u; } else { out[5] = 12u; }
}
