// write out: 8 linear 8
// race: out
// needs: E8, E9: workgroupUniformLoad does not order storage
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> x: u32;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1u;
  let y = workgroupUniformLoad(&x);
  out[1u - k] = y;
}
