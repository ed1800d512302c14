// read a: 11 22 33 44
// read at: 2 1 5 4
// write out: 4 linear 4
// result out: 12 23 1 1
// guards: outside
// needs: E10: x & 5 reaches 4 and 5
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[x & 5u] + 1u;
}
