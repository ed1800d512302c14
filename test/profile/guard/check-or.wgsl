// read a: 11 22 33 44
// read at: 3 4
// write out: 2 linear 2
// result out: 3 4
// guards: outside
// needs: E2, E10: the right side of || is evaluated where the check failed
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  if (x < arrayLength(&a) || a[x] == 0u) { out[k] = x; }
}
