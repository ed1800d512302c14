// write out: 8 linear 8
// race: out
// needs: E15: two invocations store to one own word of a buffer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[0] = 7u;
}
