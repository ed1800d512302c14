// write out: 4 linear 4
// result out: 0 6 12 18
// race: none
// needs: E15 control: one invocation does as it likes with its word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  t[k] += t[k];
  t[k] = t[k] * 3u;
  out[k] = t[k];
}
