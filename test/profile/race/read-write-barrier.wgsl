// write out: 4 linear 4
// result out: 1 2 3 0
// race: none
// needs: E15 control: a neighbour's word is loaded behind a barrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  workgroupBarrier();
  out[k] = t[(k + 1u) & 3u];
}
