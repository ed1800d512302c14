// read a: 9 8 5 4
// write out: 8 linear 8
// race: workgroup
// needs: E15: each index moved by its own number of a buffer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[a[k] + k] = k;
  out[k] = k;
}
