// write out: 7 linear 7
// result out: 41 30 77 3 1 1 6
// guards: clamped
// needs: E13: run-time indices of vectors: variables, values, parameters, swizzles
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> p: vec3<u32> = vec3(1u, 2u, 3u);
var<workgroup> w: vec2<u32>;

@compute @workgroup_size(1)
fn main(@builtin(num_workgroups) n: vec3<u32>, @builtin(workgroup_id) z: vec3<u32>) {
  let i = n.x + 3u;
  var f = vec4(1u, 2u, 3u, 4u);
  f[i] = 40u;
  f[i + 100u] += 1u;
  out[0] = f.w;
  p[i] *= 10u;
  out[1] = p.z;
  w[i] = 7u;
  w[z.x] = 6u;
  out[2] = w[i] * 10u + w[z.x - 1u];
  let v = f.xyz;
  out[3] = v[i];
  out[4] = n[i] + 10u * z[i];
  out[5] = f.wzyx[i];
  out[6] = (v + v)[i];
}
