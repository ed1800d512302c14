// write out: 16 linear 16
// race: workgroup
// needs: E15: x + 4z forgets y
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4, 2, 2)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  t[l.x + 4u * l.z] = k;
  out[k] = k;
}
