// write out: 30 linear 30
// result out: 0 4294967294 4294967295 4294967295 0 1 4294967295 0 0 0 2147483651 2147483645 2147483648 715827882 2 7 7 0 7 0 131073 4294967295 65536 0 65536 4294967294 0 1 1 0
// needs: V31, E5: + - * / % of u32 variables that hold literals, which compilers fold as they like
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var a = 4294967295u;
  var b = 1u;
  out[0] = a + b;
  out[1] = a - b;
  out[2] = a * b;
  out[3] = a / b;
  out[4] = a % b;
  a = 0u;
  b = 1u;
  out[5] = a + b;
  out[6] = a - b;
  out[7] = a * b;
  out[8] = a / b;
  out[9] = a % b;
  a = 2147483648u;
  b = 3u;
  out[10] = a + b;
  out[11] = a - b;
  out[12] = a * b;
  out[13] = a / b;
  out[14] = a % b;
  a = 7u;
  b = 0u;
  out[15] = a + b;
  out[16] = a - b;
  out[17] = a * b;
  out[18] = a / b;
  out[19] = a % b;
  a = 65536u;
  b = 65537u;
  out[20] = a + b;
  out[21] = a - b;
  out[22] = a * b;
  out[23] = a / b;
  out[24] = a % b;
  a = 4294967295u;
  b = 4294967295u;
  out[25] = a + b;
  out[26] = a - b;
  out[27] = a * b;
  out[28] = a / b;
  out[29] = a % b;
}
