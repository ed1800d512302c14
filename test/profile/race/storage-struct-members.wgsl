// write out: 8 linear 8
// result out: 1 2 3 3 4 5 6 6
// race: none
// needs: E15 control: invocations use different members of one element
struct P { a: u32, b: u32, v: vec2<u32> }
@group(0) @binding(0) var<storage, read_write> out: array<P>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  switch k {
    case 0u: { out[0].a = 1u; }
    case 1u: { out[0].b = 2u; }
    case 2u: { out[0].v = vec2(3u); }
    default: { out[1] = P(4u, 5u, vec2(6u)); }
  }
}
