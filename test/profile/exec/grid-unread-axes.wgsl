// grid: 1 2 1
// write out: 16 linear 8
// result out: 0 1 2 3 10 11 12 13 20 21 22 23 30 31 32 33
// needs: V24: ids of which one axis is not read and another has one value
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4, 2)
fn main(
  @builtin(local_invocation_id) l: vec3<u32>,
  @builtin(global_invocation_id) g: vec3<u32>,
  @builtin(local_invocation_index) k: u32,
  @builtin(workgroup_id) w: vec3<u32>,
) {
  out[8u * w.y + k] = 10u * g.y + l.x;
}
