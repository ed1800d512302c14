// rule: V22
// code: memory.workgroup
// at: t
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override n = 4097u;
var<workgroup> t: array<u32, n>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  t[lix] = 1u;
  o[0] = t[0];
}
