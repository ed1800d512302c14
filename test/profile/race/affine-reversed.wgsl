// write out: 8 linear 8
// race: workgroup
// needs: E15: k and 7 - k meet in the middle of eight invocations
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  out[k] = t[7u - k];
}
