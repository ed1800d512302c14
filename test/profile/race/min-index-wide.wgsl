// write out: 4 linear 4
// result out: 0 1 2 3
// race: none
// needs: E15 control: min(k, 3) of four invocations
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[min(k, 3u)] = k;
  out[k] = t[k];
}
