// read s: 1 0 2 3 4 5 6 0 7 8 9 10
// read at: 1
// write out: 10 linear 10
// result out: 6 7 8 9 10 6 7 8 9 10
// needs: E10 control: whole structs and arrays at the last index
struct S { a: u32, v: vec2<u32>, t: array<u32, 2> }
@group(0) @binding(0) var<storage, read> s: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<array<u32, 5>>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let x = s[at[0]];
  out[at[0]] = array(x.a, x.v.x, x.v.y, x.t[0], x.t[1]);
  out[0] = out[at[0]];
}
