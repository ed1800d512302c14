// read a: 5 6 7
// write out: 3 linear 3
// result out: 50 65 76
// guards: outside
// needs: E10: an index that wraps below zero
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) { out[k] = a[k] * 10u + a[k - 1u]; }
