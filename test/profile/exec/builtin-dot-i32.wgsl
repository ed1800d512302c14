// override x: 2147483647
// read v: -2147483648 -1 3 2147483647 2 -2147483648 -7 2147483647
// read u: -2147483648 -1 3 2147483647 2 -2147483648 -7 2147483647
// write out: 6 linear 6
// result out: 2147483628 2147483627 -2147483648 2147483628 2147483646 31
// needs: V40: dot of i32 vectors of 2, 3, 4 components wraps
@group(0) @binding(0) var<storage, read> v: array<vec4<i32>, 2>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> out: array<i32>;
override x: i32;

@compute @workgroup_size(1)
fn main() {
  out[0] = dot(v[0], v[1]);
  out[1] = dot(v[0].xyz, v[1].xyz);
  out[2] = dot(v[0].xy, v[1].xy);
  out[3] = dot(u[0], u[1]);
  out[4] = dot(vec2(x), u[0].zw);
  const folded = dot(vec3(i32(-2147483648), 2, 3), vec3(2i, 5, 7));
  out[5] = folded;
}
