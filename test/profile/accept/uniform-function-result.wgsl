// V38: a function's result is as uniform as its argument
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn twice(x: u32) -> u32 { return x * 2u; }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  if (twice(wid.x) > 3u) { workgroupBarrier(); }
  o[twice(lix)] = 1u;
}
