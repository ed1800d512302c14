// budget: 3
// read a: 11 22 33 44
// read at: 0
// write out: 1 linear 1
// result out: 55
// guards: outside
// needs: E10: a step of 3 leaves i != N behind
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  for (var i = 0u; i != 4u; i += 3u) {
    out[k] += a[i];
    if (i > 8u) { break; }
  }
}
