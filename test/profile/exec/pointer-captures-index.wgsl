// write out: 5 linear 5
// result out: 12 3 50 51 12
// needs: WGSL 8.4: &a[i] takes i once; later changes of i move nothing, changes of a show
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> a: array<u32, 4> = array(1u, 2u, 3u, 4u);
var<private> i: u32;
fn through(p: ptr<private, u32>) -> u32 {
  i = 3u;
  *p += 10u;
  return *p;
}

@compute @workgroup_size(1)
fn main() {
  i = 1u;
  out[0] = through(&a[i]);
  out[1] = i;
  let p = &a[i];
  i = 0u;
  a[3] = 50u;
  out[2] = *p;
  let q = p;
  *q += 1u;
  out[3] = a[3];
  out[4] = a[1];
}
