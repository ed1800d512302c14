// read at: 2 4294967295
// write out: 3 linear 3
// result out: 1256 0 569
// guards: clamped
// needs: E13: whole structs and arrays are loaded from and stored to the last element
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

struct S { a: u32, v: vec2<u32> }
var<workgroup> w: array<S, 2>;

@compute @workgroup_size(1)
fn main() {
  var t = array(array(1u, 2u), array(3u, 4u));
  t[at[0]] = array(5u, 6u);
  let row = t[at[1]];
  w[at[1]] = S(row[0], vec2(row[1], 9u));
  let s = w[at[0]];
  out[0] = t[0][0] * 1000u + t[0][1] * 100u + t[1][0] * 10u + t[1][1];
  out[1] = w[0].a + w[0].v.x;
  out[2] = s.a * 100u + s.v.x * 10u + s.v.y;
}
