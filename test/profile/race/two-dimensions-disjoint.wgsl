// write out: 9 linear 9
// result out: 0 1 2 3 4 5 6 7 8
// race: none
// needs: E15 control: x + 3y of a square tells all invocations apart
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> s: array<u32, 9>;

@compute @workgroup_size(3, 3)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  s[l.x + 3u * l.y] = k;
  out[k] = s[k];
}
