// grid: 3 1 1
// write out: 6 linear 2
// race: workgroup
// needs: E15: the race is in one workgroup of three
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  t[k * (2u - w.x)] = k;
  out[2u * w.x + k] = k;
}
