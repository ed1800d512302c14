// read a: 11 22 33 44 55
// read at: 6 2147483647 2147483648 4294967295 0
// write out: 5 linear 5
// result out: 1000 1000 1000 1000 1011
// guards: outside
// needs: E10: N + 1, 2^31 and 2^32 - 1 load 0
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1000u + a[at[k]];
}
