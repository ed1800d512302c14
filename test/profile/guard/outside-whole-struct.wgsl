// budget: 4
// read s: 1 0 2 3 4 5 6 0 7 8 9 10
// read at: 1 2 4294967295 0
// write out: 10 linear 10
// result out: 2 2 3 4 5 107 7 8 9 10
// guards: outside
// needs: E10: a whole struct or array at an invalid index is all zeros, and is not stored
struct S { a: u32, v: vec2<u32>, t: array<u32, 2> }
@group(0) @binding(0) var<storage, read> s: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<array<u32, 5>>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var k = 0u; k < 4u; k++) {
    let x = s[at[k]];
    out[at[k]] = array(x.a + 1u, x.v.x, x.v.y, x.t[0], x.t[1]);
    out[k][0] += 100u * (out[at[k]][3] + 1u);
  }
}
