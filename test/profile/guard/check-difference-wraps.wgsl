// read a: 11 22 33 44
// read at: 0 1 3 4 5
// write out: 5 linear 5
// result out: 0 23 45 1 0
// guards: outside
// needs: E1, E10: x - 1 < N holds for x = N
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (x - 1u < arrayLength(&a)) { out[k] = a[x] + 1u; }
}
