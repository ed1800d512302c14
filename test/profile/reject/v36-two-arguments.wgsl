// rule: V36
// code: pointer.aliased-arguments
// at: &a
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn put(p: ptr<function, u32>, q: ptr<function, u32>) { *p = *q; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var a = 1u;
  put(&a, &a);
  o[0] = a;
}
