// read a: 11 22 33 44
// read at: -3 9 -2147483648
// write out: 3 linear 3
// result out: 12 12 1
// guards: outside
// needs: E6, E10: abs(INT_MIN) is INT_MIN, and its remainder is negative
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[abs(x) % 3] + 1u;
}
