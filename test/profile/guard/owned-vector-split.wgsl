// grid: 4 1 1
// write out: 8 linear 2
// result out: 110 111 122 123 130 131 142 143
// guards: not-owned
// needs: E12: the words of a vector are guarded one by one: two cells share each vec4
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let x = 10u * (w.x + 1u);
  out[w.x / 2u] = vec4(x, x + 1u, x + 2u, x + 3u);
  out[w.x / 2u] += vec4(100u);
}
