// write out: 48 linear 48
// result out: 1 2147483647 2147483646 -2147483648 -2147483648 0 -2 1073741823 -2147483648 -1 2147483647 2147483647 0 -1 0 -1 0 -5 -5 6 -2147483648 -1 -28 -2 0 -1 -1 2147483647 0 -1 0 -1 0 0 0 -1 0 0 0 0 1 -1 -2 -46342 -2147483648 0 671088640 0
// needs: V31, P2: bit operators and shifts of i32 variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var a = 2147483647i;
  var b = 1i;
  out[0] = a & b;
  out[1] = a | b;
  out[2] = a ^ b;
  out[3] = ~a;
  out[4] = a << 31u;
  out[5] = a >> 31u;
  out[6] = a << (u32(b) & 31u);
  out[7] = a >> (u32(b) & 31u);
  a = i32(-2147483648);
  b = -1i;
  out[8] = a & b;
  out[9] = a | b;
  out[10] = a ^ b;
  out[11] = ~a;
  out[12] = a << 31u;
  out[13] = a >> 31u;
  out[14] = a << (u32(b) & 31u);
  out[15] = a >> (u32(b) & 31u);
  a = -7i;
  b = 2i;
  out[16] = a & b;
  out[17] = a | b;
  out[18] = a ^ b;
  out[19] = ~a;
  out[20] = a << 31u;
  out[21] = a >> 31u;
  out[22] = a << (u32(b) & 31u);
  out[23] = a >> (u32(b) & 31u);
  a = i32(-2147483648);
  b = 2147483647i;
  out[24] = a & b;
  out[25] = a | b;
  out[26] = a ^ b;
  out[27] = ~a;
  out[28] = a << 31u;
  out[29] = a >> 31u;
  out[30] = a << (u32(b) & 31u);
  out[31] = a >> (u32(b) & 31u);
  a = 0i;
  b = 0i;
  out[32] = a & b;
  out[33] = a | b;
  out[34] = a ^ b;
  out[35] = ~a;
  out[36] = a << 31u;
  out[37] = a >> 31u;
  out[38] = a << (u32(b) & 31u);
  out[39] = a >> (u32(b) & 31u);
  a = 46341i;
  b = -46341i;
  out[40] = a & b;
  out[41] = a | b;
  out[42] = a ^ b;
  out[43] = ~a;
  out[44] = a << 31u;
  out[45] = a >> 31u;
  out[46] = a << (u32(b) & 31u);
  out[47] = a >> (u32(b) & 31u);
}
