// V24: an entry point returns early
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32) {
  if (i > 1u) { return; }
  o[i] = i;
}
