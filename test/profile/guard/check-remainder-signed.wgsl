// read a: 11 22 33 44
// read at: 5 -4 -5
// write out: 3 linear 3
// result out: 23 12 1
// guards: outside
// needs: E5, E10: x % N of a negative i32 is negative
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[x % 4] + 1u;
}
