// write out: 8 linear 8
// race: workgroup
// needs: E8: the stores before it race among themselves
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> x: u32;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k < 2u) { x = 5u; }
  out[k] = workgroupUniformLoad(&x);
}
