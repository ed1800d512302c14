// read x: 7 -7 -2147483648 -1
// write out: 40 linear 40
// result out: 7 -7 -2147483648 -1 0 0 0 0 7 -7 -2147483648 -1 0 0 0 0 -7 7 -1 1 -5 -5 -5 -5 -7 7 -2147483648 1 0 0 0 0 7 -3 -2147483648 -1 0 -1 0 0
// needs: E5 with E3: i32 vectors of storage and of constants divided by zeros that variables began with
@group(0) @binding(0) var<storage, read> x: vec4<i32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<i32>>;

@compute @workgroup_size(1)
fn main() {
  var s: i32;
  var v: vec4<i32>;
  out[0] = x / s;
  out[1] = x % s;
  out[2] = x / v;
  out[3] = x % v;
  out[4] = vec4(-7, 7, -1, 1) / s;
  out[5] = -5 / v;
  out[6] = x / ~v;
  out[7] = x % ~v;
  out[8] = x / vec4(s, 2, -1, s);
  out[9] = x % vec4(s, 2, s, -1);
}
