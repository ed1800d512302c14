// grid: 4 1 1
// write out: 4 linear 1
// result out: 0 11 22 33
// guards: not-owned
// needs: E12: every cell assigns a whole array of which it owns one word
@group(0) @binding(0) var<storage, read_write> out: array<u32, 4>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let x = 10u * w.x;
  out = array(x, x + 1u, x + 2u, x + 3u);
}
