// write out: 8 linear 8
// race: out
// needs: E9: workgroupBarrier does not order storage
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  workgroupBarrier();
  let x = out[3u - k];
  storageBarrier();
  out[4u + k] = x;
}
