// V23: parts are taken through pointers
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct S { a: u32, list: array<u32, 2> }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var s: S;
  let p = &s;
  p.a = 3u;
  let q = &p.list;
  q[1] = 4u;
  o[0] = s.a + s.list[1];
}
