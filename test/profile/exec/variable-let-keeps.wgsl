// write out: 6 linear 6
// result out: 20 21 2 5 52 7
// needs: WGSL 7.2: let holds the value of its moment; a pointer let the place of its moment
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var i = 1u;
  var a = array(10u, 20u, 30u);
  var v = vec3(1u, 2u, 3u);
  let x = a[i];
  let whole = v;
  let p = &a[i];
  let q = &v;
  i = 2u;
  a[1] = 21u;
  v.y = 5u;
  out[0] = x;
  out[1] = *p;
  out[2] = whole.y;
  out[3] = (*q).y;
  *p = 22u;
  out[4] = a[1] + a[i];
  (*q)[i] = 7u;
  out[5] = v.z;
}
