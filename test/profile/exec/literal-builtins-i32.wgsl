// write out: 52 linear 52
// result out: 0 0 0 32 32 0 -1 -1 0 0 0 4080 -1 1 -1 1 0 0 32 -1 0 -1 -1 -1 -4081 0 -2147483648 -1 -2147483648 0 31 1 30 31 1 0 -1 -2147479568 2147483647 1985229329 -1 1985229329 0 0 20 30 0 -139209327 -34 -1 -1985230961 305419896
// needs: V40, E6: builtins of i32 variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var a = 0i;
  var b = -1i;
  out[0] = abs(a);
  out[1] = sign(a);
  out[2] = -a;
  out[3] = countLeadingZeros(a);
  out[4] = countTrailingZeros(a);
  out[5] = countOneBits(a);
  out[6] = firstLeadingBit(a);
  out[7] = firstTrailingBit(a);
  out[8] = reverseBits(a);
  out[9] = extractBits(a, 4u, 8u);
  out[10] = extractBits(a, 31u, 1u);
  out[11] = insertBits(a, b, 4u, 8u);
  out[12] = insertBits(a, b, 0u, 32u);
  a = -1i;
  b = 0i;
  out[13] = abs(a);
  out[14] = sign(a);
  out[15] = -a;
  out[16] = countLeadingZeros(a);
  out[17] = countTrailingZeros(a);
  out[18] = countOneBits(a);
  out[19] = firstLeadingBit(a);
  out[20] = firstTrailingBit(a);
  out[21] = reverseBits(a);
  out[22] = extractBits(a, 4u, 8u);
  out[23] = extractBits(a, 31u, 1u);
  out[24] = insertBits(a, b, 4u, 8u);
  out[25] = insertBits(a, b, 0u, 32u);
  a = i32(-2147483648);
  b = 2147483647i;
  out[26] = abs(a);
  out[27] = sign(a);
  out[28] = -a;
  out[29] = countLeadingZeros(a);
  out[30] = countTrailingZeros(a);
  out[31] = countOneBits(a);
  out[32] = firstLeadingBit(a);
  out[33] = firstTrailingBit(a);
  out[34] = reverseBits(a);
  out[35] = extractBits(a, 4u, 8u);
  out[36] = extractBits(a, 31u, 1u);
  out[37] = insertBits(a, b, 4u, 8u);
  out[38] = insertBits(a, b, 0u, 32u);
  a = -1985229329i;
  b = 305419896i;
  out[39] = abs(a);
  out[40] = sign(a);
  out[41] = -a;
  out[42] = countLeadingZeros(a);
  out[43] = countTrailingZeros(a);
  out[44] = countOneBits(a);
  out[45] = firstLeadingBit(a);
  out[46] = firstTrailingBit(a);
  out[47] = reverseBits(a);
  out[48] = extractBits(a, 4u, 8u);
  out[49] = extractBits(a, 31u, 1u);
  out[50] = insertBits(a, b, 4u, 8u);
  out[51] = insertBits(a, b, 0u, 32u);
}
