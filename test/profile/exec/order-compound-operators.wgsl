// override start: 4294967280
// write out: 21 linear 21
// result out: 5 4294967292 4294967284 858993456 456 448 4545 60990 3699113984 451552 5 4294967292 4294967284 858993456 456 448 4545 60990 3699113984 451552 451552
// needs: WGSL 9.2.3: the ten compound assignments, through a variable, a component and storage
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override start: u32;

@compute @workgroup_size(1)
fn main() {
  var x = start;
  var v = vec2(start);
  out[20] = start;
  x += 0x15u;
  v.y += 0x15u;
  out[20] += 0x15u;
  out[0] = x;
  out[10] = v.y;
  x -= 9u;
  v.y -= 9u;
  out[20] -= 9u;
  out[1] = x;
  out[11] = v[1];
  x *= 3u;
  v.y *= 3u;
  out[20] *= 3u;
  out[2] = x;
  out[12] = v.y;
  x /= 5u;
  v.y /= 5u;
  out[20] /= 5u;
  out[3] = x;
  out[13] = v.y;
  x %= 1000u;
  v.y %= 1000u;
  out[20] %= 1000u;
  out[4] = x;
  out[14] = v.y;
  x &= 0x3f6u;
  v.y &= 0x3f6u;
  out[20] &= 0x3f6u;
  out[5] = x;
  out[15] = v.y;
  x |= 0x1001u;
  v.y |= 0x1001u;
  out[20] |= 0x1001u;
  out[6] = x;
  out[16] = v.y;
  x ^= 0xffffu;
  v.y ^= 0xffffu;
  out[20] ^= 0xffffu;
  out[7] = x;
  out[17] = v.y;
  x <<= 17u;
  v.y <<= 17u;
  out[20] <<= 17u;
  out[8] = x;
  out[18] = v.y;
  x >>= 13u;
  v.y >>= 13u;
  out[20] >>= 13u;
  out[9] = x;
  out[19] = v.y;
}
