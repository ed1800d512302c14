// override c: 1
// read a: 20 21 22 23
// write out: 48 linear 48
// result out: 20 21 12 23 10 11 12 23 10 21 22 23 10 21 22 13 10 11 12 13 10 11 12 13 20 21 22 23 10 11 12 13 0 4294967295 80 3 1 1 80 2 1 1 80 3 0 4294967295 80 2
// needs: V40: select takes the second value where the condition holds, for scalars, vectors and vectors of conditions
@group(0) @binding(0) var<storage, read> a: array<u32, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;
override c: bool;
override d: u32 = select(70u, 80u, c);
const folded = select(vec2(1u, 2u), vec2(3u, 4u), vec2(true, false));

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let no = vec4(10u, 11u, 12u, 13u);
  let yes = vec4(a[0], a[1], a[2], a[3]);
  out[k] = select(no, yes, vec4(k == 0u, k != 1u, k > 1u, k < 3u));
  out[4u + k] = select(no, yes, k == 2u);
  let flag = select(k == 1u, k == 2u, k > 1u);
  out[8u + k] = vec4(u32(flag), bitcast<u32>(select(-1, 1, flag)), d, folded[k & 1u]);
}
