// read a: 0
// write out: 4 linear 4
// result out: 0 1 2 3
// race: none
// needs: E15 control: indices that wrap around 2^32 and stay apart
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k * 2u + a[0]] = k;
  out[k] = t[k * 2u + a[0]];
}
