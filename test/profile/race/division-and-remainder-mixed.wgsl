// write out: 8 linear 8
// race: workgroup
// needs: E15: 2 * (k / 2) + k % 3 does not
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> m: array<u32, 16>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  m[2u * (k / 2u) + k % 3u] = k;
  out[k] = k;
}
