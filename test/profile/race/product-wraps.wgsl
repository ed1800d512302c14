// write out: 8 linear 8
// race: workgroup
// needs: E15: k * 2^31 modulo 2^32 has two values
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[(k * 0x80000000u) >> 31u] = k;
  out[k] = k;
}
