// write out: 2 linear 2
// result out: 5 5
// race: none
// needs: E2, E15 control: && does not load the word of the other invocation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = 5u;
  if (k == 9u && t[1u - k] == 5u) { out[k] = 99u; }
  out[k] += t[k];
}
