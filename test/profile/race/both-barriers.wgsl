// write out: 4 linear 4
// result out: 13 2 31 20
// race: none
// needs: E9 control: both barriers order both memories
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  t[k] = 10u * k;
  workgroupBarrier();
  storageBarrier();
  let x = out[3u - k] + t[k ^ 1u];
  storageBarrier();
  workgroupBarrier();
  out[k] = x;
}
