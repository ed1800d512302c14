// read s: 1 0 2 3 4 5 6 0 7 8 9 10
// read at: 2 1
// write out: 10 linear 10
// result out: 10 10 10 10 0 16 19 18 20 5
// guards: outside
// needs: E10: members and elements of an invalid element are as invalid as the whole
struct S { a: u32, v: vec2<u32>, t: array<u32, 2> }
@group(0) @binding(0) var<storage, read> s: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<array<u32, 5>>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = at[k];
  out[k][0] = s[i].a + 10u;
  out[k][1] = s[i].v.y + 10u;
  out[k][2] = s[i].v[k] + 10u;
  out[k][3] = s[i].t[1] + 10u;
  out[i][4] = 5u;
  out[i][k] += 1u;
}
