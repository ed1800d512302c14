// read x: 7 -7 -2147483648 0
// read z: 0
// write out: 17 linear 17
// result out: 7 -7 -2147483648 0 0 0 -7 0 -2147483648 0 -2147483648 0 -2147483648 0 -7 -7 0
// needs: E5 with E3: i32 divided by a variable that nobody stores to, and by its complement, which is -1
@group(0) @binding(0) var<storage, read> x: array<i32, 4>;
@group(0) @binding(1) var<storage, read> z: i32;
@group(0) @binding(2) var<storage, read_write> out: array<i32>;
var<private> p: i32;

@compute @workgroup_size(1)
fn main() {
  var s: i32;
  out[0] = x[0] / s;
  out[1] = x[1] / s;
  out[2] = x[2] / s;
  out[3] = x[3] / s;
  out[4] = x[1] % s;
  out[5] = x[2] % s;
  out[6] = -7 / s;
  out[7] = -2147483648 % s;
  out[8] = x[2] / p;
  out[9] = x[2] % p;
  out[10] = x[2] / z;
  out[11] = x[2] % z;
  out[12] = x[2] / ~s;
  out[13] = x[2] % ~s;
  out[14] = x[0] / ~s;
  var t = x[1];
  t /= s;
  out[15] = t;
  t %= s;
  out[16] = t;
}
