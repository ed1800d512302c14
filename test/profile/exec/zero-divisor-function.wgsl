// read x: 7 0 2147483648 4294967295
// write out: 28 linear 28
// result out: 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 9 8 7 6 0 0 0 0 4294967295 7 0 0 7 0 2147483648 4294967295
// needs: E5 with E3: zeros that variables began with are arguments, results and behind pointers when they divide
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

fn quotients(a: vec4<u32>, b: u32) -> vec4<u32> {
  return a / b;
}

fn remainders(a: vec4<u32>, b: ptr<function, u32>) -> vec4<u32> {
  return a % *b;
}

fn nothing() -> u32 {
  var s: u32;
  return s;
}

fn quotient(a: u32, b: u32) -> u32 {
  return a / b;
}

fn shrink(a: ptr<function, vec4<u32>>) {
  var v: vec4<u32>;
  *a /= v;
}

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  out[0] = quotients(x, s);
  out[1] = remainders(x, &s);
  out[2] = x / nothing();
  out[3] = quotients(vec4(9u, 8u, 7u, 6u), s);
  out[4] = vec4(9u, 8u, 7u, 6u) % nothing();
  out[5] = vec4(quotient(x.w, s), quotient(7u, nothing()), quotient(s, x.x), quotient(s, s));
  var a = x;
  shrink(&a);
  out[6] = a;
}
