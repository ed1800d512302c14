// write out: 1 linear 1
// result out: 4
// race: none
// needs: E15 control: one invocation cannot race
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(1)
fn main(@builtin(local_invocation_index) k: u32) {
  t[0] = 1u;
  t[0] = t[0] + 1u;
  out[0] = t[0];
  out[0] = out[0] + t[0];
}
