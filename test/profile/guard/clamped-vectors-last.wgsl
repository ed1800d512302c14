// write out: 4 linear 4
// result out: 40 30 1 1
// needs: E13 control: the last component by a run-time index
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> p: vec3<u32> = vec3(1u, 2u, 3u);

@compute @workgroup_size(1)
fn main(@builtin(num_workgroups) n: vec3<u32>) {
  var f = vec4(1u, 2u, 3u, 4u);
  f[n.x + 2u] = 40u;
  p[n.x + 1u] *= 10u;
  out[0] = f.w;
  out[1] = p.z;
  out[2] = f.wzyx[n.x + 2u];
  out[3] = n[n.x + 1u];
}
