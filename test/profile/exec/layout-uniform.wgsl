// budget: 10
// read u: 1 -999 -999 -999 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 -999 -999 -999 23 -999 -999 -999
// write out: 23 linear 23
// result out: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
// needs: V13: uniform members of struct and array type lie at multiples of 16
struct Inner { a: vec3<i32>, b: i32 }
struct U { n: i32, inner: Inner, list: array<vec4<i32>, 2>, two: array<Inner, 2>, @size(16) m: i32, z: i32 }
@group(0) @binding(0) var<uniform> u: U;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;
override one: u32 = 1;

@compute @workgroup_size(1)
fn main() {
  out[0] = u.n;
  out[1] = u.inner.a.x;
  out[2] = u.inner.a.y;
  out[3] = u.inner.a.z;
  out[4] = u.inner.b;
  for (var i = 0; i < 2; i++) {
    for (var j = 0u; j < 4u; j++) { out[5 + 4 * i + i32(j)] = u.list[i][j]; }
  }
  let copy = u.two;
  out[13] = copy[0].a.x;
  out[14] = u.two[0].a[one];
  out[15] = u.two[one - 1u].a.z;
  out[16] = copy[0].b;
  out[17] = copy[one].a.x;
  out[18] = copy[1].a.y;
  out[19] = u.two[one].a.z;
  out[20] = copy[one].b;
  out[21] = u.m;
  out[22] = u.z;
}
