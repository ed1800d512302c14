// read a: 11 22 33 44
// read at: 0 3
// write out: 2 linear 2
// result out: 23 1
// guards: outside
// needs: E10: the variable changes between the comparison and the access
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  var i = x;
  if (i < arrayLength(&a)) {
    i += 1u;
    out[k] = a[i] + 1u;
  }
}
