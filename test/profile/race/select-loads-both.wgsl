// write out: 8 linear 8
// race: workgroup
// needs: E2, E15: select loads both words, the one it does not take too
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  out[k] = select(t[0], t[k], k == 1u);
  out[k] += select(t[k], t[0], false);
}
