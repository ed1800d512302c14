// write out: 8 linear 8
// guards: clamped
// race: workgroup
// needs: E13, E15: two indices outside become the last one
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k + 2u] = k;
  out[k] = k;
}
