// read x: 7 0 2147483648 4294967295
// write out: 28 linear 28
// result out: 4294967294 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 4294967295 4294967295 4294967294 4294967295 4294967293 4294967295 4294967295 4294967295 4294967294 4294967295 4294967295 0 4294967295
// needs: V35 with E3: one component is stored of vectors in private and workgroup memory, in arrays and structures
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;
struct S { a: vec2<u32>, b: vec2<u32> }
var<private> p: vec4<u32>;
var<private> q: array<vec4<u32>, 2>;
var<workgroup> w: array<vec4<u32>, 2>;

@compute @workgroup_size(1)
fn main() {
  p.x = 1u;
  out[0] = ~p;
  p.x -= 1u;
  p.y = x.x;
  out[1] = ~p;
  q[1].z = 1u;
  out[2] = ~q[0];
  out[3] = ~q[1];
  var s: S;
  s.a.y = 1u;
  s.b[1] = 2u;
  out[4] = vec4(~s.a, ~s.b);
  w[1].w = 1u;
  out[5] = ~w[1];
  var list: array<vec4<u32>, 2>;
  list[0].z = x.w;
  out[6] = ~list[0] | list[1];
}
