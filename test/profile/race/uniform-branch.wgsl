// grid: 2 1 1
// write out: 4 linear 2
// race: workgroup
// needs: E15: a barrier in a uniform branch that the second workgroup does not take
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  t[k] = k;
  if (w.x == 0u) { workgroupBarrier(); }
  out[2u * w.x + k] = t[1u - k];
}
