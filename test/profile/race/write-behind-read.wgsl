// write out: 8 linear 8
// race: workgroup
// needs: E15: a word is stored while another invocation still may load it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k;
  workgroupBarrier();
  let x = t[k ^ 1u];
  t[k] = x + 10u;
  workgroupBarrier();
  out[k] = t[k];
}
