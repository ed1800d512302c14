// read a: 11 22 33 44
// read at: 0 1 2 4294967295 4294967294
// write out: 5 linear 5
// result out: 34 45 0 23 12
// needs: E10 control: the index is the sum that was compared
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (x + 2u < arrayLength(&a)) { out[k] = a[x + 2u] + 1u; }
}
