// grid: 2 1 1
// write out: 4 linear 2
// from out: 1 2 3 4
// result out: 21 2 43 4
// needs: E11 control: single components, each its own word
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  if (w.x == 0u) { out[0].x += 10u * out[0].y; } else { out[0].z += 10u * out[0][3u - (w.x - 1u)]; }
}
