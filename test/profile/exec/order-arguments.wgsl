// write out: 8 linear 8
// result out: 789 12345 40 1234 132 12345 123 123
// needs: E2: arguments of functions, builtins and constructors from left to right
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

struct S { a: u32, b: vec2<u32>, c: array<u32, 2> }
fn three(a: u32, b: u32, c: u32) -> u32 { return 100u * a + 10u * b + c; }

@compute @workgroup_size(1)
fn main() {
  out[0] = three(t(1u, 7u), t(2u, 8u), three(t(3u, 0u), t(4u, 0u), t(5u, 9u)));
  out[1] = log;
  log = 0u;
  out[2] = clamp(t(1u, 50u), max(t(2u, 3u), t(3u, 4u)), t(4u, 40u));
  out[3] = log;
  log = 0u;
  let s = S(t(1u, 1u), vec2(t(2u, 2u), t(3u, 3u)), array(t(4u, 4u), t(5u, 5u)));
  out[4] = three(s.a, s.b.x, s.b.y) + s.c[0] + s.c[1];
  out[5] = log;
  log = 0u;
  let v = vec4(t(1u, 1u), vec2(t(2u, 2u)), t(3u, 3u));
  out[6] = three(v.x, v.z, v.w);
  out[7] = log;
}
