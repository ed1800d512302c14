// write out: 8 linear 8
// race: workgroup
// needs: E15: ++ of a plain word by all loads and stores it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: u32;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  n++;
  workgroupBarrier();
  out[k] = n;
}
