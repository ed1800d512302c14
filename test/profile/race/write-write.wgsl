// write out: 8 linear 8
// race: workgroup
// needs: E15: two invocations store to one word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  t[0] = k;
  workgroupBarrier();
  out[k] = t[0];
}
