// budget: 4
// write out: 8 linear 8
// result out: 0 2 3 3 0 1 1 2
// race: none
// needs: E15 control: rows of a triangle laid end to end
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i <= k; i++) { t[k * (k + 1u) / 2u + i] = k; }
  workgroupBarrier();
  out[k] = t[3u * k];
  out[4u + k] = t[k];
}
