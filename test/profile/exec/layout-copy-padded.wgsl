// read s: 1 -999 -999 -999 2 3 4 -999 5 -999 -999 -999 6 7 8 -999
// write out: 16 linear 16
// result out: 1 2 50 4 1 2 3 4 1 2 50 4 5 6 7 8
// needs: V13: whole values with padding are copied from buffers to variables and back by members
struct S { a: i32, v: vec3<i32> }
struct Dense { a: i32, x: i32, y: i32, z: i32 }
@group(0) @binding(0) var<storage, read> s: array<S, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<Dense>;
var<private> kept: array<S, 2>;
var<workgroup> shared_s: array<S, 2>;

fn dense(s: S) -> Dense { return Dense(s.a, s.v.x, s.v.y, s.v.z); }

@compute @workgroup_size(1)
fn main() {
  var mine = s;
  kept = mine;
  shared_s = s;
  mine[0].v.y = 50;
  kept[1] = mine[0];
  out[0] = dense(mine[0]);
  out[1] = dense(kept[0]);
  out[2] = dense(kept[1]);
  out[3] = dense(shared_s[1]);
}
