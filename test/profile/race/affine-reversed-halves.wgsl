// write out: 4 linear 4
// result out: 1 2 3 4
// race: none
// needs: E15 control: with four invocations k and 7 - k never meet
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k + 1u;
  out[k] = t[7u - k] + t[k];
}
