// write out: 4 linear 4
// result out: 5 4 3 2
// race: none
// needs: E8 control: workgroupUniformLoad is a barrier before and behind
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  let x = workgroupUniformLoad(&t[2]);
  t[3u - k] = x + k;
  workgroupBarrier();
  out[k] = t[k];
}
