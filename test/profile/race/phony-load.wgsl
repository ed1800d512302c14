// write out: 8 linear 8
// race: workgroup
// needs: E15: a load whose value is dropped is an access
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) { t[1] = 1u; }
  _ = t[1];
  out[k] = k;
}
