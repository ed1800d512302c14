// override x: 2147483648
// read v: 4294967295 65536 3 2147483648 2 65536 7 4294967295
// read u: 4294967295 65536 3 2147483648 2 65536 7 4294967295
// write out: 6 linear 6
// result out: 2147483667 19 4294967294 2147483667 2147483648 29
// needs: V40: dot of u32 vectors of 2, 3, 4 components wraps
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> out: array<u32>;
override x: u32;

@compute @workgroup_size(1)
fn main() {
  out[0] = dot(v[0], v[1]);
  out[1] = dot(v[0].xyz, v[1].xyz);
  out[2] = dot(v[0].xy, v[1].xy);
  out[3] = dot(u[0], u[1]);
  out[4] = dot(vec2(x), u[0].zw);
  const folded = dot(vec3(4294967295u, 2, 3), vec3(2u, 5, 7));
  out[5] = folded;
}
