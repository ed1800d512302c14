// read s: 0 1 2 3 4 -999 -999 -999 10 11 12 13 14 -999 -999 -999 100 101 102 103 104 -999 -999 -999 110 111 112 113 114 -999 -999 -999 200 201 202 203 204 -999 -999 -999 210 211 212 213 214 -999 -999 -999
// write out: 30 linear 30
// result out: 0 1 2 3 4 10 11 12 13 14 100 101 102 103 104 110 111 112 113 114 200 201 202 203 204 210 211 212 213 214
// needs: V13: arrays of arrays of structs that hold arrays, with strides 64, 32 and 4
struct S { v: vec3<i32>, t: array<i32, 2> }
@group(0) @binding(0) var<storage, read> s: array<array<S, 2>, 3>;
@group(0) @binding(1) var<storage, read_write> out: array<array<array<i32, 5>, 2>, 3>;

@compute @workgroup_size(5, 2, 3)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let x = id.x;
  if (x < 3u) {
    out[id.z][id.y][x] = s[id.z][id.y].v[x];
  } else {
    out[id.z][id.y][x] = s[id.z][id.y].t[x - 3u];
  }
}
