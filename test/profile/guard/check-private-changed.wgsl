// read a: 11 22 33 44
// read at: 0 3
// write out: 2 linear 2
// result out: 23 1
// guards: outside
// needs: E10: a callee changes a private variable
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;
var<private> i: u32;
fn bump() { i += 1u; }

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  i = x;
  if (i < arrayLength(&a)) {
    bump();
    out[k] = a[i] + 1u;
  }
}
