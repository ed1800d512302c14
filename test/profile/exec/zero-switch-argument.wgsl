// read x: 0
// write out: 3 linear 3
// result out: 5 7 5
// needs: E3: a function selects by an argument that is a zero of a private array
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> g: array<u32, 4>;

fn chosen(mode: u32) -> u32 {
  switch mode {
    case 0u: { return 5u; }
    case 1u: { return 6u; }
    default: { return 7u; }
  }
}

@compute @workgroup_size(1)
fn main() {
  out[0] = chosen(g[3]);
  out[1] = chosen(~g[2]);
  g[0] = x;
  out[2] = chosen(g[0]);
}
