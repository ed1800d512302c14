// write out: 8 linear 8
// race: workgroup
// needs: E9: storageBarrier does not order workgroup memory
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  storageBarrier();
  out[k] = t[3u - k];
}
