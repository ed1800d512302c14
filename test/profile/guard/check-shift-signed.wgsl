// read a: 11 22 33 44
// read at: 0 2147483647 -1 -2147483648
// write out: 4 linear 4
// result out: 12 23 1 1
// guards: outside
// needs: E10: i32 >> 30 is negative for negative words
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[x >> 30u] + 1u;
}
