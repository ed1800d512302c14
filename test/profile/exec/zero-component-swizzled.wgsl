// read x: 7 0 2147483648 4294967295
// write out: 24 linear 24
// result out: 4294967295 4294967294 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 7 0 2147483648 4294967295 5 5 5 5 0 0 0 0 4294967294 4294967294 4294967295 4294967295
// needs: V35 with E5: a vector of one stored component and zeros is turned and divided by
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<u32>;
  v.x = 1u;
  out[0] = vec4(~v.yx, ~v.zw);
  out[1] = ~v.wzyx;
  out[2] = x / v;
  out[3] = 5u / v;
  out[4] = x % v;
  out[5] = ~v.xxyy;
}
