// V1: members and variables may share names
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct S { o: u32, lid: u32 }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var s: S;
  s.o = 1u;
  o[0] = s.o;
}
