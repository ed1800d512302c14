// grid: 2 1 1
// write s: 6 linear 3
// write seen: 12 linear 6
// from s: 1 2 3 4 5 6
// result s: 10 11 12 23 24 25
// result seen: 1 2 3 0 0 0 0 0 0 4 5 6
// guards: not-owned
// needs: E11, E12: a struct that crosses the end of the own range is loaded and stored in part
struct S { a: u32, b: u32, v: vec2<u32>, t: array<u32, 2> }
@group(0) @binding(0) var<storage, read_write> s: array<S>;
@group(0) @binding(1) var<storage, read_write> seen: array<array<u32, 6>>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let x = s[0];
  seen[w.x] = array(x.a, x.b, x.v.x, x.v.y, x.t[0], x.t[1]);
  let n = 10u * (w.x + 1u);
  s[0] = S(n, n + 1u, vec2(n + 2u, n + 3u), array(n + 4u, n + 5u));
}
