// P8: calls in a loop
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn f(x: u32) { g(x); g(x + 8u); }
fn g(x: u32) { o[x] = x; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  for (var i = 0u; i < 4u; i++) { f(i); f(i + 4u); }
}
