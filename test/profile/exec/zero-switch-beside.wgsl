// read x: 1 2
// write out: 3 linear 3
// result out: 6 4 8
// needs: E3: a word of storage selects beside branches that zeros of private arrays decide
@group(0) @binding(0) var<storage, read> x: array<u32, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> g: array<u32, 4>;
var<private> h: array<vec2<u32>, 2>;

@compute @workgroup_size(1)
fn main() {
  switch x[0] {
    case 0u: { g[0] = 5u; }
    case 1u: { g[1] = 6u; }
    default: {}
  }
  if (g[0] == 0u) { out[0] = g[1]; } else { out[0] = g[0]; }
  switch x[1] - 2u {
    case 0u: { out[1] = h[1].y + 4u; }
    default: { out[1] = 9u; }
  }
  switch h[0].x {
    case 0u: { out[2] = 8u; }
    default: { out[2] = 9u; }
  }
}
