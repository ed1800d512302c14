// write out: 8 linear 8
// result out: 21 6 28 513 503 12 16 12
// needs: V31: constants of vectors, arrays and structs are folded through members, swizzles, indices and builtins
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { a: u32, v: vec3<i32>, t: array<vec2<u32>, 2> }
const s = S(7, vec3(-1, 2, -3), array(vec2(4, 5), vec2(6u)));
const v = abs(s.v).zxy * 2 - vec3(1);
const w = select(vec3(0), v, s.v < vec3(0));
const n = s.t[1].x + s.t[0][1] * u32(w.z);
const flags = (s.v == vec3(-1, 0, -3)) & !vec3(false, true, false);
const grid = array(array(n, 1u), array(2u, s.a));
alias Row = array<u32, 2>;

@compute @workgroup_size(1)
fn main() {
  out[0] = n;
  out[1] = u32(all(flags)) + 2u * u32(any(flags)) + 4u * u32(flags.z);
  out[2] = grid[1][1] + grid[0][0];
  out[3] = bitcast<u32>(v.x * 100 + v.y * 10 + v.z);
  out[4] = bitcast<u32>(w.x * 100 + w.y * 10 + w.z);
  out[5] = Row(3u, 4u)[s.a - 6u] + array<vec2<u32>, 1>(vec2(8u))[0].y;
  const local = S(s.a + 1u, -s.v, array(s.t[1], s.t[0]));
  out[6] = local.a + local.t[1].y + bitcast<u32>(local.v.z);
  out[7] = countOneBits(n) + firstLeadingBit(0x100u) + reverseBits(1u) / 0x80000000u;
}
