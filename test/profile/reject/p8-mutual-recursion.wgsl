// rule: P8
// code: profile.recursion
// at: f
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn f(x: u32) -> u32 { return g(x); }
fn g(x: u32) -> u32 { return f(x); }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = 1u;
}
