// read a: count 8
// write out: 8 linear 8
// race: workgroup
// needs: E15: two invocations load the same neighbour into a halo
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> h: array<u32, 10>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  h[k + 1u] = a[k];
  if (k < 2u) { h[0] = a[0]; }
  workgroupBarrier();
  out[k] = h[k] + h[k + 1u] + h[k + 2u];
}
