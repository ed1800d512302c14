// read a: 40
// write out: 8 linear 8
// result out: 0 1 2 3 4 5 6 7
// race: none
// needs: E15 control: all indices moved by one number of a buffer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[a[0] + k] = k;
  out[k] = t[a[0] + k];
}
