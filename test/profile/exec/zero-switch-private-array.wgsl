// write out: 1 linear 1
// result out: 5
// needs: E3: an element of an array in private memory selects by the 0 that it began with
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> g: array<u32, 4>;

@compute @workgroup_size(1)
fn main() {
  switch g[0] {
    case 0u: { out[0] = 5u; }
    case 1u: { out[0] = 6u; }
    default: { out[0] = 7u; }
  }
}
