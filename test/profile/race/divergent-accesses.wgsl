// write out: 5 linear 5
// result out: 10 0 1 2 3
// race: none
// needs: E15 control: only one invocation touches the word, however often
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 2u) {
    t[0] = 5u;
    t[0] += t[0];
    out[0] = t[0];
  }
  out[k + 1u] = k;
}
