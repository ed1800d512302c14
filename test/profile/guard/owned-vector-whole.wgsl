// grid: 2 1 1
// write out: 8 linear 4
// result out: 101 102 103 104 102 103 104 105
// needs: E12 control: each cell owns whole vectors
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  out[w.x] = vec4(w.x) + vec4(1u, 2u, 3u, 4u);
  out[w.x] += vec4(100u);
}
