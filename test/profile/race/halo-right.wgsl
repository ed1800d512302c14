// read a: count 8
// write out: 8 linear 8
// result out: 1 3 6 9 12 15 18 20
// race: none
// needs: E15 control: one invocation for each word of the halo
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> h: array<u32, 10>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  h[k + 1u] = a[k];
  if (k == 0u) { h[0] = a[0]; }
  if (k == 7u) { h[9] = a[7]; }
  workgroupBarrier();
  out[k] = h[k] + h[k + 1u] + h[k + 2u];
}
