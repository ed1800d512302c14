// write out: 13 linear 13
// result out: 32 7 -1 2147483647 -602 807 -808 65536 -7 272 9 5 3
// needs: V31: abstract constants have 64 bits: large intermediates, shifts, builtins
@group(0) @binding(0) var<storage, read_write> out: array<i32>;
const big = 0x7fffffffffffffff;
const low = -big - 1;
const table = array(1 << 40u, big >> 60u, low >> 63u, (big - 4294967295) / 4294967296);

@compute @workgroup_size(1)
fn main() {
  out[0] = table[0] >> 35u;
  out[1] = table[1];
  out[2] = table[2];
  out[3] = table[3];
  out[4] = (low / 3) % 1000;
  out[5] = max(big, 5) % 1000;
  out[6] = min(low, 5) % 1000;
  out[7] = abs(-4294967296) / 65536;
  out[8] = clamp(1 << 50u, -7, 7) * -1;
  out[9] = sign(low) + (big & 0xff) + ((1 << 34u) >> 30u) + select(1, 2, big > 4294967296);
  out[10] = (0x123456789 ^ 0x100000000) - 0x23456780;
  out[11] = vec3(big, low, 5).zyx.x - dot(vec2(1 << 33u, -1), vec2(1, 1 << 33u));
  out[12] = i32(~low == big) + 2 * i32(-(low + 1) == big);
}
