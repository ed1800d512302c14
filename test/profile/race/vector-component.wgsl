// write out: 2 linear 2
// result out: 1 5
// race: none
// needs: E15 control: single components load only themselves
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> v: vec4<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) {
    let pair = vec2(v.x, v.y);
    out[0] = pair.x + pair.y + 1u;
  } else {
    v.z = 5u;
    out[1] = v.z;
  }
}
