// V10: atomics in a struct
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct S { top: atomic<i32>, other: u32 }
var<workgroup> s: S;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  atomicMax(&s.top, i32(lix));
  workgroupBarrier();
  if (lix == 0u) { o[0] = u32(atomicLoad(&s.top)); }
}
