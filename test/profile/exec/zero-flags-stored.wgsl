// read x: 7 0 2 1
// write out: 8 linear 8
// result out: 1 2 1 2 1 1 2 2
// needs: E3: booleans of an array that words of storage decide, beside those that are false from the beginning
@group(0) @binding(0) var<storage, read> x: array<u32, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> g: array<bool, 4>;

@compute @workgroup_size(1)
fn main() {
  var f: array<bool, 4>;
  g[0] = x[0] == 7u;
  g[x[2]] = true;
  if (g[0]) { out[0] = 1u; } else { out[0] = 2u; }
  if (g[1]) { out[1] = 1u; } else { out[1] = 2u; }
  if (g[2]) { out[2] = 1u; } else { out[2] = 2u; }
  if (g[3]) { out[3] = 1u; } else { out[3] = 2u; }
  if (x[1] == 0u) { f[x[3]] = g[0]; }
  if (f[1]) { out[4] = 1u; } else { out[4] = 2u; }
  f[0] = !f[0];
  if (f[0]) { out[5] = 1u; } else { out[5] = 2u; }
  if (f[x[2]]) { out[6] = 1u; } else { out[6] = 2u; }
  g = f;
  if (g[3]) { out[7] = 1u; } else { out[7] = 2u; }
}
