// write out: 8 linear 8
// result out: 0 4 2 6 1 5 3 7
// race: none
// needs: E15 control: the bits of k reversed are a permutation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[reverseBits(k) >> 29u] = k;
  workgroupBarrier();
  out[k] = t[k];
}
