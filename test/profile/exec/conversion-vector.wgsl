// read v: 0 4294967295 2147483648 3
// read u: -1 -2147483648 6
// write out: 36 linear 36
// result out: 0 -1 -2147483648 3 0 -1 -2147483648 3 0 1 1 1 -1 -2147483648 6 3 6 -1 5 5 1 -2147483648 6 -1 1 1 1 0 -1 -2147483648 3 -1 -1 -2147483648 0 0
// needs: V30: conversions and bitcasts of vectors, and constructors from parts
@group(0) @binding(0) var<storage, read> v: vec4<u32>;
@group(0) @binding(1) var<uniform> u: vec3<i32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<i32>>;

@compute @workgroup_size(1)
fn main() {
  out[0] = vec4<i32>(v);
  out[1] = bitcast<vec4<i32>>(v);
  out[2] = vec4<i32>(vec4<bool>(v));
  out[3] = vec4(u, i32(v.w));
  out[4] = vec4(u.zx, vec2(5i));
  out[5] = vec4(1, u.yz, -1);
  out[6] = vec4<i32>(vec4<u32>(vec4<bool>(v.wzyx)));
  out[7] = vec4(vec3<i32>(v.yzw), bitcast<i32>(bitcast<u32>(u.x)));
  out[8] = vec4(vec2<i32>(bitcast<vec2<u32>>(u.xy)), vec2<i32>());
}
