// budget: 4
// read a: 11 22 33 44
// read at: 33 99
// write out: 2 linear 2
// result out: 53 40
// guards: outside
// needs: E10: a search that finds nothing ends at N
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  var i = 0u;
  for (; i < arrayLength(&a); i++) {
    if (a[i] == x) { break; }
  }
  out[k] = 10u * i + a[i];
}
