// write out: 15 linear 15
// result out: 8421375 8421375 16744447 65278 4210559 3559686016 3559686016 4294967168 2824404480 1779842880 16711935 16711935 4294967295 16646398 8323199
// needs: V40: packing and unpacking of variables that hold literals
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var v = vec4(-1i, 127i, -128i, 0i);
  var w = bitcast<vec4<u32>>(v);
  out[0] = pack4xI8(v);
  out[1] = pack4xU8(w);
  out[2] = pack4xU8Clamp(w);
  out[3] = pack4xU8(bitcast<vec4<u32>>(unpack4xI8(pack4xI8(v)) << vec4(1u)));
  out[4] = pack4xU8(unpack4xU8(pack4xU8(w)) >> vec4(1u));
  v = vec4(128i, -129i, 300i, -300i);
  w = bitcast<vec4<u32>>(v);
  out[5] = pack4xI8(v);
  out[6] = pack4xU8(w);
  out[7] = pack4xU8Clamp(w);
  out[8] = pack4xU8(bitcast<vec4<u32>>(unpack4xI8(pack4xI8(v)) << vec4(1u)));
  out[9] = pack4xU8(unpack4xU8(pack4xU8(w)) >> vec4(1u));
  v = vec4(2147483647i, i32(-2147483648), 255i, 256i);
  w = bitcast<vec4<u32>>(v);
  out[10] = pack4xI8(v);
  out[11] = pack4xU8(w);
  out[12] = pack4xU8Clamp(w);
  out[13] = pack4xU8(bitcast<vec4<u32>>(unpack4xI8(pack4xI8(v)) << vec4(1u)));
  out[14] = pack4xU8(unpack4xU8(pack4xU8(w)) >> vec4(1u));
}
