// write out: 4 linear 4
// result out: 40 40 40 40
// guards: clamped
// needs: E13: workgroupUniformLoad of an element outside loads the last one
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(num_workgroups) n: vec3<u32>) {
  t[k] = 10u * k;
  out[k] = workgroupUniformLoad(&t[n.x + 8u]) + workgroupUniformLoad(&t[n.x]);
}
