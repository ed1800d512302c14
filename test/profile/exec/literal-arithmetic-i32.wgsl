// write out: 30 linear 30
// result out: -2147483648 2147483646 2147483647 2147483647 0 2147483647 -2147483647 -2147483648 -2147483648 0 -5 -9 -14 -3 -1 -1 1 -2147483648 -1 -1 0 0 0 0 0 0 92682 2147479015 -1 0
// needs: V31, E5: + - * / % of i32 variables that hold literals, which compilers fold as they like
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var a = 2147483647i;
  var b = 1i;
  out[0] = a + b;
  out[1] = a - b;
  out[2] = a * b;
  out[3] = a / b;
  out[4] = a % b;
  a = i32(-2147483648);
  b = -1i;
  out[5] = a + b;
  out[6] = a - b;
  out[7] = a * b;
  out[8] = a / b;
  out[9] = a % b;
  a = -7i;
  b = 2i;
  out[10] = a + b;
  out[11] = a - b;
  out[12] = a * b;
  out[13] = a / b;
  out[14] = a % b;
  a = i32(-2147483648);
  b = 2147483647i;
  out[15] = a + b;
  out[16] = a - b;
  out[17] = a * b;
  out[18] = a / b;
  out[19] = a % b;
  a = 0i;
  b = 0i;
  out[20] = a + b;
  out[21] = a - b;
  out[22] = a * b;
  out[23] = a / b;
  out[24] = a % b;
  a = 46341i;
  b = -46341i;
  out[25] = a + b;
  out[26] = a - b;
  out[27] = a * b;
  out[28] = a / b;
  out[29] = a % b;
}
