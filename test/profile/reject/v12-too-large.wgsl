// rule: V12
// code: layout.too-large
// at: array<u32, 0x20000000>
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@group(0) @binding(1) var<storage> a: array<u32, 0x20000000>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = 1u;
}
