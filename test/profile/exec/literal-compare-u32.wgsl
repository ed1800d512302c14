// write out: 36 linear 36
// result out: 0 2 1 4294967295 1 4294967295 1 1 0 1 1 1 0 2 3 2147483648 3 2147483648 0 2 0 7 0 7 1 1 65536 65537 65537 65537 2 1 4294967295 4294967295 4294967295 4294967295
// needs: E4: comparisons, min, max and clamp of u32 variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var a = 4294967295u;
  var b = 1u;
  out[0] = u32(a < b) + 2 * u32(a == b);
  out[1] = u32(a >= b) + u32(a != b);
  out[2] = min(a, b);
  out[3] = max(a, b);
  out[4] = clamp(a, b, b);
  out[5] = select(a, b, a < b);
  a = 0u;
  b = 1u;
  out[6] = u32(a < b) + 2 * u32(a == b);
  out[7] = u32(a >= b) + u32(a != b);
  out[8] = min(a, b);
  out[9] = max(a, b);
  out[10] = clamp(a, b, b);
  out[11] = select(a, b, a < b);
  a = 2147483648u;
  b = 3u;
  out[12] = u32(a < b) + 2 * u32(a == b);
  out[13] = u32(a >= b) + u32(a != b);
  out[14] = min(a, b);
  out[15] = max(a, b);
  out[16] = clamp(a, b, b);
  out[17] = select(a, b, a < b);
  a = 7u;
  b = 0u;
  out[18] = u32(a < b) + 2 * u32(a == b);
  out[19] = u32(a >= b) + u32(a != b);
  out[20] = min(a, b);
  out[21] = max(a, b);
  out[22] = clamp(a, b, b);
  out[23] = select(a, b, a < b);
  a = 65536u;
  b = 65537u;
  out[24] = u32(a < b) + 2 * u32(a == b);
  out[25] = u32(a >= b) + u32(a != b);
  out[26] = min(a, b);
  out[27] = max(a, b);
  out[28] = clamp(a, b, b);
  out[29] = select(a, b, a < b);
  a = 4294967295u;
  b = 4294967295u;
  out[30] = u32(a < b) + 2 * u32(a == b);
  out[31] = u32(a >= b) + u32(a != b);
  out[32] = min(a, b);
  out[33] = max(a, b);
  out[34] = clamp(a, b, b);
  out[35] = select(a, b, a < b);
}
