// write out: 5 linear 5
// result out: 9 7 18 8 891
// needs: E2: stores to parts of a variable by the right side stay, where the assignment leaves them
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { a: u32, b: u32, v: vec2<u32> }
var<private> s: S;
fn poke() -> u32 {
  s.b = 7u;
  s.v.y = 8u;
  return 9u;
}

@compute @workgroup_size(1)
fn main() {
  s.a = poke();
  s.v.x = poke() + s.a;
  out[0] = s.a;
  out[1] = s.b;
  out[2] = s.v.x;
  out[3] = s.v.y;
  s = S(1u, poke(), s.v);
  out[4] = s.a + 10u * s.b + 100u * s.v.y;
}
