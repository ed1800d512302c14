// write out: 3 linear 3
// result out: 65 2341 4312
// needs: E2: a composite is read wholly before it is stored: swaps through constructors, self assignment
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct P { x: u32, y: u32 }
var<private> m: array<array<u32, 2>, 2> = array(array(1u, 2u), array(3u, 4u));

@compute @workgroup_size(1)
fn main() {
  var p = P(5u, 6u);
  p = P(p.y, p.x);
  var v = vec4(1u, 2u, 3u, 4u);
  v = v.wxyz;
  v = vec4(v.zw, v.xy);
  m = array(m[1], m[0]);
  m[0] = array(m[0][1], m[0][0]);
  m = m;
  out[0] = 10u * p.x + p.y;
  out[1] = 1000u * v.x + 100u * v.y + 10u * v.z + v.w;
  out[2] = 1000u * m[0][0] + 100u * m[0][1] + 10u * m[1][0] + m[1][1];
}
