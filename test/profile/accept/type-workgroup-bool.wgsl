// V11: bool in workgroup memory
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> flags: array<bool, 4>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  if (lix == 0u) { flags[0] = true; }
  workgroupBarrier();
  o[0] = select(0u, 1u, flags[0]);
}
