// write out: 11 linear 11
// result out: 2 86 21 7 9 4 12 200 2301 2101 16
// needs: E2: indices of a chain from left to right; those before a call keep their values
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn f(p: ptr<function, u32>) -> u32 {
  *p += 1u;
  return *p;
}
fn grow(p: ptr<function, vec3<u32>>) -> u32 {
  *p *= 10u;
  return 1u;
}

@compute @workgroup_size(1)
fn main() {
  var m = array(array(1u, 2u, 3u), array(4u, 5u, 6u), array(7u, 8u, 9u));
  var i = 0u;
  out[0] = m[i][f(&i)];
  out[1] = m[i][f(&i)] + 10u * m[i][i - 1u];
  i = 0u;
  m[i][f(&i)] = 20u + i;
  m[i][i] += f(&i);
  out[2] = m[0][1];
  out[3] = m[1][1];
  out[4] = m[2][2];
  i = 0u;
  m[f(&i)][i] = f(&i) + i;
  out[5] = m[1][1];
  var v = vec3(1u, 2u, 3u);
  out[6] = v.x + grow(&v) + v.x;
  out[7] = v[grow(&v)];
  let w = v.zx + vec2(grow(&v)) + v.yy;
  out[8] = w.x;
  out[9] = w.y;
  let p = &m[i];
  i = 0u;
  out[10] = (*p)[f(&i)] + (*p)[i];
}
