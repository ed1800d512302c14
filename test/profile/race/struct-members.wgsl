// write out: 2 linear 2
// result out: 1 7
// race: none
// needs: E15 control: two invocations use two members
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
struct P { a: u32, b: array<u32, 2>, c: vec2<u32> }
var<workgroup> p: P;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) {
    p.a = 1u;
    p.c.y = 2u;
    out[0] = p.a + p.b[0];
  } else {
    p.b[1] = 3u;
    p.c.x = 4u;
    out[1] = p.b[1] + p.c.x;
  }
}
