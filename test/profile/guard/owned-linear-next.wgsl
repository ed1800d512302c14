// grid: 3 1 1
// write out: 12 linear 4
// result out: 1 0 0 0 2 0 0 0 3 0 0 0
// guards: not-owned outside
// needs: E12: the word behind the own ones is the next cell's, and for the last cell outside
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  out[4u * w.x] = 1u + w.x;
  out[4u * w.x + 4u] = 11u + w.x;
}
