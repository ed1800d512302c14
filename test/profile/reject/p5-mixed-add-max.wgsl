// rule: P5
// code: profile.mixed-atomics
// at: atomicMax(&n, lix)
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> n: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  atomicAdd(&n, 1u);
  atomicMax(&n, lix);
  o[0] = 1u;
}
