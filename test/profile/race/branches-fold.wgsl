// write out: 8 linear 8
// race: workgroup
// needs: E15: the two branches lead to the same words
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k < 4u) { t[k] = 1u; } else { t[k - 4u] = 2u; }
  out[k] = k;
}
