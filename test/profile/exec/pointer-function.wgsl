// budget: 3
// write out: 6 linear 6
// result out: 135 26 15 25 135 84
// needs: V23: pointers to function variables, their elements and members, through several calls
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { n: u32, list: array<u32, 3> }
fn add(p: ptr<function, u32>, x: u32) { *p += x; }
fn add_all(p: ptr<function, array<u32, 3>>, x: u32) {
  for (var i = 0; i < 3; i++) { add(&(*p)[i], x); }
}
fn work(p: ptr<function, S>) -> u32 {
  add_all(&(*p).list, 5u);
  add(&p.n, p.list[1]);
  let q = &p.list[2];
  add(q, 100u);
  return *q;
}

@compute @workgroup_size(1)
fn main() {
  var s = S(1u, array(10u, 20u, 30u));
  out[0] = work(&s);
  out[1] = s.n;
  out[2] = s.list[0];
  out[3] = s.list[1];
  out[4] = s.list[2];
  var v = vec2(3u, 4u);
  let r = &v;
  (*r).x += 1u;
  r.y *= 2u;
  out[5] = v.x + 10u * v.y;
}
