// write out: 6 linear 6
// result out: 0 1 2 3 4 5
// race: none
// needs: E13, E15 control: the greatest index is the last one
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k + 2u] = k;
  out[k] = t[k + 2u];
}
