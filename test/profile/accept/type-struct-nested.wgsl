// V10: a struct in a struct
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct Inner { x: u32, y: u32 }
struct Outer { inner: Inner, list: array<Inner, 2> }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var s: Outer;
  s.inner.x = 3u;
  s.list[1].y = 4u;
  o[0] = s.inner.x + s.list[1].y;
}
