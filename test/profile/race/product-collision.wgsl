// write out: 8 linear 8
// race: workgroup
// needs: E15: 4k of words modulo 8 returns to the first word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[(4u * k) & 7u] = k;
  out[k] = k;
}
