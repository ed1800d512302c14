// override stride: 3
// budget: 3
// write out: 4 linear 4
// result out: 0 1 2 3
// race: none
// needs: E15 control: an override as a stride, wide enough
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override stride: u32;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 3u; i++) { t[stride * k + i] = k; }
  out[k] = t[stride * k + 2u];
}
