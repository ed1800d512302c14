// read a: 11 22 33 44
// read at: 0 3 9
// write out: 3 linear 3
// result out: 0 45 1
// guards: outside
// needs: E10: a comparison of another word than the index
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  let y = at[2u - k];
  if (y < arrayLength(&a)) { out[k] = a[x] + 1u; }
}
