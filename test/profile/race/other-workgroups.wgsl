// grid: 3 1 1
// write out: 6 linear 2
// result out: 1 1 2 2 3 3
// race: none
// needs: E15 control: workgroups share nothing: equal words of workgroup memory in each
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  t[k] = w.x;
  out[2u * w.x + k] = t[k] + 1u;
}
