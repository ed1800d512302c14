// write out: 8 linear 8
// race: out
// needs: E15: a word of a buffer is loaded while another invocation stores it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  out[k + 4u] = out[(k + 1u) & 3u];
}
