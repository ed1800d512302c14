// write out: 8 linear 8
// race: workgroup
// needs: E15: 6k modulo 8 is none
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[(6u * k) & 7u] = k;
  out[k] = k;
}
