// read v: 0 4294967295 32768 305419896
// write out: 44 linear 44
// result out: 32 0 16 3 32 0 15 3 0 32 1 13 4294967295 31 15 28 4294967295 0 15 3 0 4294967295 65536 510274632 4294967295 4294967295 15 28 0 511 0 207 960 4294963207 36856 305418240 0 32 65536 510274632 0 15 3 7
// needs: V40: bit builtins of vectors work by components
@group(0) @binding(0) var<storage, read> v: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  out[0] = countLeadingZeros(v);
  out[1] = countTrailingZeros(v);
  out[2] = countOneBits(v);
  out[3] = firstLeadingBit(v);
  out[4] = firstTrailingBit(v);
  out[5] = reverseBits(v);
  out[6] = bitcast<vec4<u32>>(firstLeadingBit(bitcast<vec4<i32>>(v)));
  out[7] = extractBits(v, 3u, 9u);
  out[8] = insertBits(v, v.wzyx, 3u, 9u);
  out[9] = vec4(countOneBits(v.xy), reverseBits(v.zw));
  out[10] = vec4(firstTrailingBit(v.yzw), 7u);
}
