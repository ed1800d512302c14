// write out: 8 linear 8
// race: out
// needs: E16: of two races of one invocation, the one in storage comes first
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[0] = k;
  t[0] = k;
}
