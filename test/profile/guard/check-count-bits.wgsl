// read a: 11 22 33 44
// read at: 1 4294967295 0
// write out: 3 linear 3
// result out: 45 12 1
// guards: outside
// needs: V40, E10: countLeadingZeros of 0 is 32, one more than the other words give
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[countLeadingZeros(x) / 8u] + 1u;
}
