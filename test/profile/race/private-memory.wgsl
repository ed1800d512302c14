// write out: 4 linear 4
// result out: 1 2 3 4
// race: none
// needs: E15 control: private and function memory is nobody else's
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> p: array<u32, 2>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var f: array<u32, 2>;
  p[0] = k;
  f[1] = p[0] + 1u;
  out[k] = f[1];
}
