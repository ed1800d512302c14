// budget: 4
// read a: 11 22 33 44
// read at: 2 0
// write out: 2 linear 2
// result out: 35 114
// guards: outside
// needs: E10: the body of the loop moves the counter past the comparison
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  for (var i = 0u; i < arrayLength(&a); i++) {
    i += x;
    out[k] += a[i] + 1u;
  }
}
