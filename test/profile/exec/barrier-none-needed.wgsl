// budget: 6
// write out: 4 linear 4
// result out: 0 12 24 36
// needs: E7: invocations use workgroup memory apart from each other, without barriers
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<array<u32, 3>, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 3u; i++) { t[k][i] = k * i; }
  var r = 0u;
  for (var i = 0u; i < 3u; i++) { r = 10u * r + t[k][i]; }
  out[k] = r;
}
