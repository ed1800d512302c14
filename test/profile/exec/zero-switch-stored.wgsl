// read x: 2 0 3
// write out: 5 linear 5
// result out: 7 5 5 8 6
// needs: E3: elements of private arrays select, those that words of storage were stored to and those that nobody stored to
@group(0) @binding(0) var<storage, read> x: array<u32, 3>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> g: array<u32, 4>;
var<private> table = array(3u, 0u, 1u);

fn chosen(mode: u32) -> u32 {
  switch mode {
    case 0u: { return 5u; }
    case 1u: { return 6u; }
    case 2u: { return 7u; }
    default: { return 8u; }
  }
}

@compute @workgroup_size(1)
fn main() {
  g[1] = x[0];
  out[0] = chosen(g[1]);
  out[1] = chosen(g[0]);
  out[2] = chosen(g[x[2]] | x[1]);
  out[3] = chosen(table[0]);
  out[4] = chosen(table[2] + g[2]);
}
