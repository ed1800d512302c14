// write out: 36 linear 36
// result out: 1 0 2 0 0 0 6 0 0 0 10 0 1 0 2 3 4 5 6 0 0 0 10 0 0 0 2 3 4 5 6 0 8 9 10 11
// needs: E18: one struct with bool, vec3, nested arrays in function, private and workgroup memory
struct S { flag: bool, v: vec3<u32>, t: array<vec2<u32>, 2>, n: array<array<u32, 2>, 2> }
@group(0) @binding(0) var<storage, read_write> out: array<array<u32, 12>>;
var<private> p: S;
var<workgroup> w: S;
override one: u32 = 1;

fn words(s: S) -> array<u32, 12> {
  return array(u32(s.flag), s.v.x, s.v.y, s.v.z, s.t[0].x, s.t[0].y, s.t[1].x, s.t[1].y,
    s.n[0][0], s.n[0][1], s.n[1][0], s.n[1][1]);
}

@compute @workgroup_size(1)
fn main() {
  var f: S;
  f.flag = true;
  f.v[one] = 2u;
  f.t[one].x = 6u;
  f.n[one][0] = 10u;
  p = f;
  p.v.z = 3u;
  p.t[one - 1u] = vec2(4u, 5u);
  w = S(false, p.v, p.t, array(array(8u, 9u), f.n[one]));
  w.n[one][one] = 11u;
  out[0] = words(f);
  out[1] = words(p);
  out[2] = words(w);
}
