// write out: 9 linear 9
// race: workgroup
// needs: E15: x + y of a square gives several invocations one word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(3, 3)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  t[l.x + l.y] = k;
  out[k] = k;
}
