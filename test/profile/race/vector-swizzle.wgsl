// write out: 2 linear 2
// race: workgroup
// needs: E15: a swizzle loads the whole vector, the component that another invocation stores too
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> v: vec4<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) {
    let pair = v.xy;
    out[0] = pair.x + pair.y + 1u;
  } else {
    v.z = 5u;
    out[1] = v.z;
  }
}
