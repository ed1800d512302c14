// read s: 1 2 3 4 5 6 7 8
// read u: 10 20 30
// write out: 24 linear 24
// result out: 4 3 2 1 5 5 6 6 30 20 3 1 8 6 8 2 1 1 7 20 7 1 8 2
// needs: WGSL 8.13: swizzles by xyzw and rgba of variables, buffers, calls and swizzles
@group(0) @binding(0) var<storage, read> s: array<vec4<u32>>;
@group(0) @binding(1) var<uniform> u: vec3<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;
var<workgroup> w: vec3<u32>;
fn twice(v: vec2<u32>) -> vec2<u32> { return v * 2u; }

@compute @workgroup_size(1)
fn main() {
  var f = s[0];
  w = f.bgr;
  out[0] = f.wzyx;
  out[1] = s[1].xxyy;
  out[2] = vec4(u.zy, w.xz);
  out[3] = vec4(twice(f.zw).yx, s[1].rgba.ab.x, f.wzyx.zyx.x);
  f.y = f.zyx.z;
  f[3] = u.rg.g;
  f.b += s[0].aaaa.w;
  out[4] = f;
  out[5] = vec4(s[1].wz, s[0].yx).ywxz;
}
