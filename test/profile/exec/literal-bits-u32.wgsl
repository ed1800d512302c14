// write out: 48 linear 48
// result out: 1 4294967295 4294967294 0 2147483648 1 4294967294 2147483647 0 1 1 4294967295 0 0 0 0 0 2147483651 2147483651 2147483647 0 1 0 268435456 0 7 7 4294967288 2147483648 0 7 7 65536 65537 1 4294901759 0 0 131072 32768 4294967295 4294967295 0 0 2147483648 1 2147483648 1
// needs: V31, P2: bit operators and shifts of u32 variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var a = 4294967295u;
  var b = 1u;
  out[0] = a & b;
  out[1] = a | b;
  out[2] = a ^ b;
  out[3] = ~a;
  out[4] = a << 31u;
  out[5] = a >> 31u;
  out[6] = a << (b & 31u);
  out[7] = a >> (b & 31u);
  a = 0u;
  b = 1u;
  out[8] = a & b;
  out[9] = a | b;
  out[10] = a ^ b;
  out[11] = ~a;
  out[12] = a << 31u;
  out[13] = a >> 31u;
  out[14] = a << (b & 31u);
  out[15] = a >> (b & 31u);
  a = 2147483648u;
  b = 3u;
  out[16] = a & b;
  out[17] = a | b;
  out[18] = a ^ b;
  out[19] = ~a;
  out[20] = a << 31u;
  out[21] = a >> 31u;
  out[22] = a << (b & 31u);
  out[23] = a >> (b & 31u);
  a = 7u;
  b = 0u;
  out[24] = a & b;
  out[25] = a | b;
  out[26] = a ^ b;
  out[27] = ~a;
  out[28] = a << 31u;
  out[29] = a >> 31u;
  out[30] = a << (b & 31u);
  out[31] = a >> (b & 31u);
  a = 65536u;
  b = 65537u;
  out[32] = a & b;
  out[33] = a | b;
  out[34] = a ^ b;
  out[35] = ~a;
  out[36] = a << 31u;
  out[37] = a >> 31u;
  out[38] = a << (b & 31u);
  out[39] = a >> (b & 31u);
  a = 4294967295u;
  b = 4294967295u;
  out[40] = a & b;
  out[41] = a | b;
  out[42] = a ^ b;
  out[43] = ~a;
  out[44] = a << 31u;
  out[45] = a >> 31u;
  out[46] = a << (b & 31u);
  out[47] = a >> (b & 31u);
}
