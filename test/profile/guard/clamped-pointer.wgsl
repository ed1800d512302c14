// read at: 9 1
// write out: 4 linear 4
// result out: 1 107 607 117
// guards: clamped
// needs: E13: a pointer to an element outside points to the last one, in functions too
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

var<private> p: array<u32, 3>;
fn add(to: ptr<function, u32>, x: u32) { *to += x; }
fn add_private(to: ptr<private, u32>, x: u32) { *to += x; }
fn total(t: ptr<function, array<u32, 2>>, i: u32) -> u32 { return (*t)[i] + 10u * (*t)[0]; }

@compute @workgroup_size(1)
fn main() {
  var t = array(1u, 2u);
  add(&t[at[0]], 5u);
  add_private(&p[at[0]], 6u);
  add_private(&p[at[1]], 7u);
  let q = &t[at[0]];
  *q += 100u;
  out[0] = t[0];
  out[1] = t[1];
  out[2] = p[2] * 100u + p[1];
  out[3] = total(&t, at[0]);
}
