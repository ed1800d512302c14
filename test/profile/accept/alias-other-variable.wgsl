// V36: a callee writes another variable
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<private> x: u32;
var<private> y: u32;
fn put(p: ptr<private, u32>) { y = *p; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  put(&x);
  o[0] = x + y;
}
