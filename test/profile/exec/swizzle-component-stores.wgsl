// write out: 80 linear 80
// result out: 1 0 0 2 4 0 0 3 5 1 0 0 6 0 7 0 0 0 0 0 0 1 0 2 4 0 3 0 0 6 0 0 0 6 0 7 0 0 0 0 0 0 1 2 4 3 0 0 0 1 5 0 6 0 0 0 0 0 7 0 0 0 0 3 7 0 0 0 0 1 0 5 0 6 0 0 0 0 0 7
// needs: V35: single components are stored by name and by run-time index in every space
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;
var<private> p: vec4<u32>;
var<workgroup> w: array<vec4<u32>, 4>;
struct S { v: vec2<u32>, list: array<vec2<u32>, 2> }

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var f = vec4<u32>();
  f[k] = 1u;
  f.w += 2u;
  p[3u - k] = 3u;
  p.r ^= 4u;
  w[k][k] = 5u;
  w[k].g++;
  var s: S;
  s.v[k & 1u] = 6u;
  s.list[k >> 1u][k & 1u] = 7u;
  out[5u * k] = f;
  out[5u * k + 1u] = p;
  out[5u * k + 2u] = w[k];
  out[5u * k + 3u] = vec4(s.v, s.list[0]);
  out[5u * k + 4u][k] = s.list[1].x + s.list[1].y;
}
