// V23: a pointer to uniforms
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct U { a: u32, b: u32 }
@group(0) @binding(1) var<uniform> u: U;
fn read_b(p: ptr<uniform, U>) -> u32 { return (*p).b; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = read_b(&u);
}
