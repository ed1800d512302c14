// write out: 8 linear 8
// result out: 1 100 1100 1000 220000 556 6 100000007
// needs: E2: a variable that is an operand is loaded before a call on its right changes it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> x: u32 = 1u;
var<private> v: vec3<u32> = vec3(1u, 2u, 3u);
struct S { a: u32, b: array<u32, 2> }
var<private> s: S;
fn change() -> u32 {
  x *= 10u;
  v *= 10u;
  s.a += 1u;
  s.b[1] += 1u;
  return 0u;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = x + change();
  out[1] = change() + x;
  out[2] = x + (change() + x);
  let w = v + vec3(change());
  out[3] = w.x;
  out[4] = v.y + change() + v.y;
  let before = s;
  _ = change();
  out[5] = before.a * 100u + before.b[1] * 10u + s.a;
  out[6] = select(s.a, s.b[1] + change(), s.b[1] == 7u);
  let last = array(s.b, array(change(), x));
  out[7] = last[0][1] + last[1][1];
}
