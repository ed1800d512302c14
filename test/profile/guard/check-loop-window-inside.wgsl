// budget: 2
// read a: 11 22 33 44
// read at: 0
// write out: 1 linear 1
// result out: 6699
// needs: E10 control: a window of three words around i from 1 to N - 2
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  for (var i = 1u; i < arrayLength(&a) - 1u; i++) { out[k] = out[k] * 100u + a[i - 1u] + a[i] + a[i + 1u]; }
}
