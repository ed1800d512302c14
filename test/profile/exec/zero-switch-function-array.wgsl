// write out: 1 linear 1
// result out: 5
// needs: E3: an element of an array in a function selects by the 0 that it began with
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var list: array<u32, 3>;
  switch list[0] {
    case 0u: { out[0] = 5u; }
    case 1u: { out[0] = 6u; }
    default: { out[0] = 7u; }
  }
}
