// read x: 7 0 2147483648 4294967295
// write out: 48 linear 48
// result out: 32 32 32 32 32 32 32 32 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 7 0 0 15 0 0 2147483648 4294967280 4294967295 4294967295 4294967295 4294967295 4294967295 4294967292 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295
// needs: V40 with E3: builtin functions of vectors that began as zeros
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  var v: vec4<u32>;
  out[0] = countLeadingZeros(v);
  out[1] = countTrailingZeros(v);
  out[2] = ~countOneBits(v);
  out[3] = firstLeadingBit(v);
  out[4] = firstTrailingBit(v);
  out[5] = ~reverseBits(v);
  out[6] = ~extractBits(v, 4u, 8u);
  out[7] = insertBits(v, x, 0u, 4u);
  out[8] = insertBits(x, v, 0u, 4u);
  out[9] = ~unpack4xU8(s);
  out[10] = vec4(~dot(v, x), dot(~v, vec4(1u)), ~pack4xU8(v), pack4xU8(~v));
  out[11] = ~bitcast<vec4<u32>>(vec4<i32>(v));
}
