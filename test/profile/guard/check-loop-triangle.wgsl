// budget: 14
// read a: 11 22 33 44
// read at: 0
// write out: 1 linear 1
// result out: 220
// needs: E10 control: j <= i < N
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  for (var i = 0u; i < arrayLength(&a); i++) {
    for (var j = 0u; j <= i; j++) { out[k] += a[i - j]; }
  }
}
