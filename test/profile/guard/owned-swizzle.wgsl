// grid: 2 1 1
// write out: 4 linear 2
// from out: 1 2 3 4
// result out: 2 2 30 4
// guards: not-owned
// needs: E11: a swizzle of two components loads the whole vector, a single component only itself
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let pair = out[0].zy;
  if (w.x == 0u) {
    out[0].x = 10u * pair.x + pair.y;
  } else {
    out[0].z = 10u * pair.x + pair.y;
  }
}
