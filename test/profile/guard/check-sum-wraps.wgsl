// read a: 11 22 33 44
// read at: 0 1 2 4294967295 4294967294
// write out: 5 linear 5
// result out: 12 23 0 1 1
// guards: outside
// needs: E1, E10: x + 2 < N holds for x = 2^32 - 1, whose word is outside
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (x + 2u < arrayLength(&a)) { out[k] = a[x] + 1u; }
}
