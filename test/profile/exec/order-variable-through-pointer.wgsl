// write out: 12 linear 12
// result out: 4 14 10303 10303 7010303 10303 701 303 4 16 3 27
// needs: E2: a function variable that is an operand is loaded before a call on its right changes it through a pointer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { a: u32, b: u32, c: u32 }
fn f(p: ptr<function, u32>) -> u32 {
  *p = *p * 2u + 1u;
  return *p;
}
fn digits(a: u32, b: u32, c: u32) -> u32 { return a * 10000u + b * 100u + c; }
fn sum_of(start: u32) -> u32 {
  var y = start;
  return y + f(&y) * y;
}

@compute @workgroup_size(1)
fn main() {
  var x = 1u;
  out[0] = x + f(&x);
  out[1] = f(&x) + x;
  x = 1u;
  out[2] = digits(x, f(&x), x);
  x = 1u;
  let s = S(x, f(&x), x);
  out[3] = digits(s.a, s.b, s.c);
  x = 1u;
  let a = array(x, f(&x), x, f(&x));
  out[4] = digits(a[0], a[1], a[2]) + a[3] * 1000000u;
  x = 1u;
  let v = vec3(x, f(&x), x);
  out[5] = digits(v.x, v.y, v.z);
  x = 1u;
  out[6] = min(x, f(&x)) + max(x, f(&x)) * 100u;
  x = 1u;
  out[7] = select(x, f(&x), x == 3u) + x * 100u;
  x = 1u;
  x += f(&x);
  out[8] = x;
  x = 1u;
  x = x * 10u + f(&x) + x;
  out[9] = x;
  x = 1u;
  out[10] = u32(x == 1u && f(&x) == 3u && x == 3u) + 2u * u32(x == 1u || f(&x) == 7u);
  out[11] = sum_of(2u);
}
