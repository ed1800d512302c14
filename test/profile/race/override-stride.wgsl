// override stride: 2
// budget: 3
// write out: 8 linear 8
// race: workgroup
// needs: E15: an override as a stride, here too small
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override stride: u32;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 3u; i++) { t[stride * k + i] = k; }
  out[k] = k;
}
