// write out: 8 linear 8
// race: workgroup
// needs: E15: a flag that several invocations set
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> found: bool;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k > 1u) { found = true; }
  workgroupBarrier();
  out[k] = u32(found);
}
