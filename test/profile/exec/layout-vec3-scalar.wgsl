// read a: 1 2 3 4 5 6 7 8
// write out: 16 linear 16
// result out: 7 6 5 8 3 2 1 4 4 4 4 1 8 8 8 5
// needs: V13: a scalar lies in the fourth word behind a vec3, in read and written structs
struct S { v: vec3<i32>, w: i32 }
@group(0) @binding(0) var<storage, read> a: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<S>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = S(a[1u - k].v.zyx, a[1u - k].w);
  out[2u + k].w = a[k].v.x;
  out[2u + k].v = vec3(a[k].w);
}
