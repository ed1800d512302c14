// write out: 36 linear 36
// result out: 0 0 1 2147483647 1 2147483647 1 -1 -2147483648 -1 -1 -1 1 -1 -7 2 2 2 1 -1 -2147483648 2147483647 2147483647 2147483647 2 1 0 0 0 0 0 0 -46341 46341 -46341 46341
// needs: E4: comparisons, min, max and clamp of i32 variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var a = 2147483647i;
  var b = 1i;
  out[0] = i32(a < b) + 2 * i32(a == b);
  out[1] = i32(a >= b) - i32(a != b);
  out[2] = min(a, b);
  out[3] = max(a, b);
  out[4] = clamp(a, b, b);
  out[5] = select(a, b, a < b);
  a = i32(-2147483648);
  b = -1i;
  out[6] = i32(a < b) + 2 * i32(a == b);
  out[7] = i32(a >= b) - i32(a != b);
  out[8] = min(a, b);
  out[9] = max(a, b);
  out[10] = clamp(a, b, b);
  out[11] = select(a, b, a < b);
  a = -7i;
  b = 2i;
  out[12] = i32(a < b) + 2 * i32(a == b);
  out[13] = i32(a >= b) - i32(a != b);
  out[14] = min(a, b);
  out[15] = max(a, b);
  out[16] = clamp(a, b, b);
  out[17] = select(a, b, a < b);
  a = i32(-2147483648);
  b = 2147483647i;
  out[18] = i32(a < b) + 2 * i32(a == b);
  out[19] = i32(a >= b) - i32(a != b);
  out[20] = min(a, b);
  out[21] = max(a, b);
  out[22] = clamp(a, b, b);
  out[23] = select(a, b, a < b);
  a = 0i;
  b = 0i;
  out[24] = i32(a < b) + 2 * i32(a == b);
  out[25] = i32(a >= b) - i32(a != b);
  out[26] = min(a, b);
  out[27] = max(a, b);
  out[28] = clamp(a, b, b);
  out[29] = select(a, b, a < b);
  a = 46341i;
  b = -46341i;
  out[30] = i32(a < b) + 2 * i32(a == b);
  out[31] = i32(a >= b) - i32(a != b);
  out[32] = min(a, b);
  out[33] = max(a, b);
  out[34] = clamp(a, b, b);
  out[35] = select(a, b, a < b);
}
