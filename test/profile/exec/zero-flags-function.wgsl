// write out: 1 linear 1
// result out: 2
// needs: E3: an element of an array of booleans in a function is false before anybody stores to it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var g: array<bool, 4>;
  if (g[0]) { out[0] = 1u; } else { out[0] = 2u; }
}
