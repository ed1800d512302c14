// write out: 8 linear 8
// race: workgroup
// needs: E15: what one branch loads another stores
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k % 2u == 0u) { t[k] = k + 1u; } else { out[k] = t[k - 1u]; }
}
