// write out: 16 linear 16
// result out: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
// race: none
// needs: E15 control: x + 4y + 8z does not
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4, 2, 2)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  t[l.x + 4u * l.y + 8u * l.z] = k;
  out[k] = t[k];
}
