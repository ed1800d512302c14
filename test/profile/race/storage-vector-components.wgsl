// write out: 8 linear 8
// result out: 1 2 3 4 0 9 0 0
// race: none
// needs: E15, D1 control: invocations store components of one vector
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[0][k] = k + 1u;
  if (k == 2u) { out[1].y = 9u; }
}
