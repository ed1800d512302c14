// read a: 5 6
// write out: 4 linear 4
// result out: 10 11 10 11
// race: none
// needs: E15 control: all load one word of a buffer that is only read
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = a[0] + a[k & 1u];
}
