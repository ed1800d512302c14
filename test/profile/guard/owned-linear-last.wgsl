// grid: 3 1 1
// write out: 12 linear 4
// result out: 1 0 0 11 2 0 0 12 3 0 0 13
// needs: E12 control: each workgroup stores its first and its last word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  out[4u * w.x] = 1u + w.x;
  out[4u * w.x + 3u] = 11u + w.x;
}
