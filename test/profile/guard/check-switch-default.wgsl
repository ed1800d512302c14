// read a: 11 22 33 44
// read at: 0 1 7
// write out: 3 linear 3
// result out: 34 45 1
// guards: outside
// needs: E10: an index that the default of a switch leaves outside
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  var i = 9u;
  switch x {
    case 0u, 1u: { i = x + 2u; }
    default: {}
  }
  out[k] = a[i] + 1u;
}
