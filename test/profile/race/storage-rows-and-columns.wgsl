// budget: 6
// write out: 9 linear 9
// race: out
// needs: E15: a row store and a column load meet off the diagonal
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 3u; i++) { out[3u * k + i] = i; }
  for (var i = 0u; i < 3u; i++) { out[3u * k + i] += out[3u * i + k]; }
}
