// write out: 8 linear 8
// race: workgroup
// needs: E8: a plain load before a store of another invocation, no uniform load between
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> x: u32;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let y = workgroupUniformLoad(&x);
  out[k] = x + y;
  if (k == 1u) { x = 3u; }
}
