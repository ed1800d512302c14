// grid: 2 1 1
// write out: 8 linear 4
// race: out
// needs: E15: two invocations of a cell store to one of its own words
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[4u * w.x + k] = k;
  out[4u * w.x] = 9u;
}
