// budget: 4
// write out: 8 linear 8
// race: workgroup
// needs: E15: rows of a triangle that begin at k * k / 2 overlap
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i <= k; i++) { t[k * k / 2u + i] = k; }
  out[k] = k;
}
