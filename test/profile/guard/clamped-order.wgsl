// write out: 3 linear 3
// result out: 1 2 114
// guards: clamped
// needs: E2, E13: the index is clamped when it is evaluated: a later change of it moves nothing
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> i: u32 = 5u;
fn back() -> u32 {
  i = 0u;
  return 7u;
}

@compute @workgroup_size(1)
fn main() {
  var t = array(1u, 2u, 3u);
  t[i] = back();
  i = 9u;
  t[i] += back();
  i = 4u;
  let p = &t[i];
  i = 1u;
  *p += 100u;
  out[0] = t[0];
  out[1] = t[1];
  out[2] = t[2];
}
