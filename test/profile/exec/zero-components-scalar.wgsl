// read x: 7 0 2147483648 4294967295
// write out: 12 linear 12
// result out: 4294967295 7 0 4294967295 0 32 4294967295 1 4294967289 4294967294 4294967295 7
// needs: E3: components that a vector began with, computed with one by one
@group(0) @binding(0) var<storage, read> x: array<u32, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> p: vec4<u32>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<u32>;
  out[0] = ~v.y;
  out[1] = x[0] / v.x;
  out[2] = x[3] % v[2];
  out[3] = ~min(v.z, x[0]);
  out[4] = min(p.x, 5u);
  out[5] = countLeadingZeros(p.w);
  out[6] = firstLeadingBit(v.w);
  out[7] = u32(p.y == v.z);
  out[8] = v.x - x[0];
  v.x = 1u;
  out[9] = ~v.x;
  out[10] = ~v.y;
  out[11] = x[0] / v.y;
}
