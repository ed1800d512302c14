// write out: 7 linear 7
// result out: 389 123 983 4002 2012 893 3
// needs: WGSL 7: arrays and structs are values: copies, arguments and results do not share memory
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { n: u32, list: array<u32, 3> }
fn reversed(a: array<u32, 3>) -> array<u32, 3> { return array(a[2], a[1], a[0]); }
fn changed(s: S, i: u32) -> S {
  var t = s;
  t.list[i] += 10u;
  t.n = s.list[i];
  return t;
}

@compute @workgroup_size(1)
fn main() {
  var a = array(1u, 2u, 3u);
  let b = a;
  a[0] = 9u;
  var c = a;
  c[1] = 8u;
  a = reversed(c);
  out[0] = a[0] * 100u + a[1] * 10u + a[2];
  out[1] = b[0] * 100u + b[1] * 10u + b[2];
  out[2] = c[0] * 100u + c[1] * 10u + c[2];
  let s = S(4u, b);
  let t = changed(s, 1u);
  out[3] = s.n * 1000u + s.list[1];
  out[4] = t.n * 1000u + t.list[1];
  a = array(a[1], a[2], a[0]);
  out[5] = a[0] * 100u + a[1] * 10u + a[2];
  out[6] = reversed(reversed(b))[a[1] - 7u];
}
