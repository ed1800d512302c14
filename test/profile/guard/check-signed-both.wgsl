// read a: 11 22 33 44
// read at: 0 3 4 -1 -2147483648
// write out: 5 linear 5
// result out: 12 45 0 0 0
// needs: E10 control: i32 0 <= x && x < N
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (0 <= x && x < i32(arrayLength(&a))) { out[k] = a[x] + 1u; }
}
