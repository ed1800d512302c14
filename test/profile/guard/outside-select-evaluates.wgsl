// read a: 5 6 7
// write out: 4 linear 4
// result out: 5 6 7 9
// guards: outside
// needs: E2, E10: select evaluates both values, so the guard fires and its 0 is not taken
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = select(9u, a[k], k < arrayLength(&a));
}
