// read x: 7 0 2147483648 4294967295
// read z: 0
// write out: 16 linear 16
// result out: 7 0 2147483648 4294967295 0 0 7 0 4294967295 0 4294967295 0 7 0 7 0
// needs: E5 with E3: u32 divided by a variable that nobody stores to is the dividend, the remainder is 0
@group(0) @binding(0) var<storage, read> x: array<u32, 4>;
@group(0) @binding(1) var<storage, read> z: u32;
@group(0) @binding(2) var<storage, read_write> out: array<u32>;
var<private> p: u32;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  out[0] = x[0] / s;
  out[1] = x[1] / s;
  out[2] = x[2] / s;
  out[3] = x[3] / s;
  out[4] = x[0] % s;
  out[5] = x[3] % s;
  out[6] = 7u / s;
  out[7] = 4294967295u % s;
  out[8] = x[3] / p;
  out[9] = x[3] % p;
  out[10] = x[3] / z;
  out[11] = x[3] % z;
  var t = x[0];
  t /= s;
  out[12] = t;
  t %= s;
  out[13] = t;
  s |= x[1];
  out[14] = x[0] / s;
  out[15] = x[0] % s;
}
