// override is_on: 0
// read x: 1
// write out: 6 linear 6
// result out: 2 1 2 2 1 2
// needs: E3: arrays of booleans that constants and overrides initialize
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
override is_on: u32;
const table = array(false, true, false, true);
var<private> g = array<bool, 4>();
var<private> h = table;
var<private> o = array(is_on == 1u, true);

@compute @workgroup_size(1)
fn main() {
  var f = array<bool, 2>();
  if (g[0]) { out[0] = 1u; } else { out[0] = 2u; }
  if (h[1]) { out[1] = 1u; } else { out[1] = 2u; }
  if (h[2]) { out[2] = 1u; } else { out[2] = 2u; }
  if (o[0]) { out[3] = 1u; } else { out[3] = 2u; }
  if (o[x]) { out[4] = 1u; } else { out[4] = 2u; }
  if (f[1] && table[x]) { out[5] = 1u; } else { out[5] = 2u; }
}
