// grid: 2 1 1
// write out: 6 linear 3
// result out: 1 0 2 12 0 13
// guards: not-owned
// needs: E12: each cell takes every second word of a linear map
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[2u * k + w.x] = 10u * w.x + k + 1u;
}
