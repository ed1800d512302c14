// grid: 9 1 1
// write out: 5 linear 1
// result out: 1 2 3 4 5
// guards: not-owned
// needs: E12: workgroups behind the end own nothing, and their stores are dropped
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  out[w.x % 5u] += w.x + 1u;
}
