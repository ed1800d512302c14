// read a: 11 22 33 44 55
// read at: -1 -5 -2147483648 2
// write out: 4 linear 4
// result out: 1000 1000 1000 1033
// guards: outside
// needs: E10: a negative i32 index counts as its bits
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1000u + a[at[k]];
}
