// V31: constant shifts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  const a = 1u << 31u;
  const b = -8 >> 1u;
  const c = 1 << 40u;
  o[0] = a + u32(b + 8) + u32(c >> 30u);
}
