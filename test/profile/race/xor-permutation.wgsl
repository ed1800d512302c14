// write out: 8 linear 8
// result out: 5 4 7 6 1 0 3 2
// race: none
// needs: E15 control: k ^ 5 is a permutation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k ^ 5u] = k;
  workgroupBarrier();
  out[k] = t[k];
}
