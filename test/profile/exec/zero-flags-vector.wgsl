// read x: 7
// write out: 5 linear 5
// result out: 2 4 5 8 9
// needs: E3: components of vectors of booleans, by themselves and in arrays and structures, are false in the beginning
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct S { flags: vec3<bool>, count: u32 }
var<private> a: array<vec2<bool>, 4>;
var<private> s: S;
var<private> v: vec4<bool>;

@compute @workgroup_size(1)
fn main() {
  var f: array<vec4<bool>, 2>;
  if (a[0].x) { out[0] = 1u; } else { out[0] = 2u; }
  if (s.flags.z) { out[1] = 3u; } else { out[1] = 4u; }
  if (f[1].w || x == 7u) { out[2] = 5u; } else { out[2] = 6u; }
  if (v.y) { out[3] = 7u; } else { out[3] = 8u; }
  a[1].y = x == 7u;
  if (a[1].y) { out[4] = 9u; } else { out[4] = 10u; }
}
