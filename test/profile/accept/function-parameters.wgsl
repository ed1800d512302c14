// V23: parameters of each kind
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct S { a: u32 }
fn f(a: bool, b: vec2<i32>, c: S, d: array<u32, 2>, e: ptr<function, u32>) -> u32 {
  *e += u32(b.x);
  return select(c.a, d[1], a) + *e;
}

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var x = 1u;
  var l = array<u32, 2>(1, 2);
  o[0] = f(true, vec2(1, 2), S(3), l, &x);
}
