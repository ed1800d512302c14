// write out: 8 linear 8
// race: out
// needs: E15: own words k and k + 1 of a buffer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1u;
  out[k + 1u] = 2u;
}
