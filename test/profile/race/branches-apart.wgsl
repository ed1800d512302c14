// write out: 8 linear 8
// result out: 1 2 1 2 1 2 1 2
// race: none
// needs: E15 control: the two branches lead to different words
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k < 4u) { t[2u * k] = 1u; } else { t[2u * (k - 4u) + 1u] = 2u; }
  workgroupBarrier();
  out[k] = t[k];
}
