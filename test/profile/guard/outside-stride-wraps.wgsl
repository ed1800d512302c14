// read v: 1 2 3 4 5 6 7 8
// write out: 4 linear 4
// write s: 4 linear 4
// result out: 1 1 1 6
// result s: 0 0 0 0
// guards: outside
// needs: E10: indices whose product with the stride wraps to a word inside are outside all the same
struct S { x: u32, y: u32 }
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> s: array<S>;
@group(0) @binding(2) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let quarter = 0x40000000u + w.x;
  out[0] = v[quarter].x + 1u;
  out[1] = v[3u * quarter + 1u].y + 1u;
  out[2] = s[2u * quarter].x + 1u;
  s[2u * quarter].y = 7u;
  s[2u * quarter + 1u] = S(8u, 9u);
  out[3] = s[1].x + v[1].y;
}
