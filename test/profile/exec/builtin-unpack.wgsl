// override x: 4261577213
// read a: 0 4294967295 2164227841 305419896
// read u: 0 4294967295 2164227841 305419896
// write out: 72 linear 72
// result out: 0 0 0 0 0 0 0 0 -1 -1 -1 -1 255 255 255 255 1 127 -1 -128 1 127 255 128 120 86 52 18 120 86 52 18 0 0 0 0 0 0 0 0 -1 -1 -1 -1 255 255 255 255 1 127 -1 -128 1 127 255 128 120 86 52 18 120 86 52 18 -3 -127 2 -2 253 129 2 254
// needs: V40: unpack4xI8 extends signs, unpack4xU8 does not; the lowest byte comes first
@group(0) @binding(0) var<storage, read> a: array<u32, 4>;
@group(0) @binding(1) var<uniform> u: vec4<u32>;
struct Bytes { signed: vec4<i32>, unsigned: vec4<u32> }
@group(0) @binding(2) var<storage, read_write> out: array<Bytes>;
override x: u32;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = Bytes(unpack4xI8(a[k]), unpack4xU8(a[k]));
  out[k + 4u].signed = unpack4xI8(u[k]);
  out[k + 4u].unsigned = unpack4xU8(u[k]);
  if (k == 0u) { out[8] = Bytes(unpack4xI8(x), unpack4xU8(x)); }
}
