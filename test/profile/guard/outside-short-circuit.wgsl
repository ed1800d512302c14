// read a: 5 6 7
// write out: 4 linear 4
// result out: 0 1 1 0
// needs: E2, E10: the right side of && that is not evaluated loads nothing
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k < arrayLength(&a) && a[k] > 5u) { out[k] = 1u; }
}
