// grid: 2 3 1
// write out: 12 linear 2
// result out: 1 1 2 2 11 11 12 12 21 21 22 22
// needs: E12 control: the linear index of a workgroup in a grid of 2 x 3
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(
  @builtin(local_invocation_index) k: u32,
  @builtin(workgroup_id) w: vec3<u32>,
  @builtin(num_workgroups) n: vec3<u32>,
) {
  let index = w.x + n.x * w.y;
  out[2u * index + k] = 10u * w.y + w.x + 1u;
}
