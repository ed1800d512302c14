// write out: 8 linear 8
// race: workgroup
// needs: E15: k >> 1 gives two invocations one word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k >> 1u] += 1u;
  out[k] = k;
}
