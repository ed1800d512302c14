// rule: P6
// code: profile.loop-bound
// at: loop
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
fn sync() { workgroupBarrier(); }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var i = 0u;
  loop { workgroupBarrier(); i++; if (i > 3u) { break; } }
  o[0] = 1u;
}
