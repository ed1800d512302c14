// write out: 4 linear 4
// result out: 0 1 2 3
// guards: outside
// race: none
// needs: E15 control: stores outside of the buffer are no accesses
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k + out[k + 4u];
  out[k / 4u + 9u] = k;
}
