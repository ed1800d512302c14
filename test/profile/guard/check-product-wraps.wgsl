// read a: 11 22 33 44
// read at: 0 3 4 1073741824 2147483649
// write out: 5 linear 5
// result out: 12 45 0 1 1
// guards: outside
// needs: E1, E10: 4 * x < 4 * N holds for x = 2^30
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (4u * x < 4u * arrayLength(&a)) { out[k] = a[x] + 1u; }
}
