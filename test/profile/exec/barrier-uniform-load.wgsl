// grid: 2 1 1
// write out: 8 linear 4
// result out: 5048907 5048907 5048907 5048907 5058908 5058908 5058908 5058908
// needs: E8: workgroupUniformLoad of a scalar, a vector, a struct and an element; what was stored before is seen
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { n: u32, v: vec2<u32>, list: array<u32, 2> }
var<workgroup> n: u32;
var<workgroup> s: S;
var<workgroup> list: array<vec3<u32>, 2>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  if (k == 3u) { n = 7u + w.x; }
  var r = workgroupUniformLoad(&n);
  if (k == 2u) {
    n = 50u;
    s = S(1u, vec2(2u, 3u), array(4u, 5u));
    list[1] = vec3(6u, 7u, 8u);
  }
  let whole = workgroupUniformLoad(&s);
  let one = workgroupUniformLoad(&list[1]);
  let part = workgroupUniformLoad(&s.list[w.x]);
  r += 100u * (whole.n + whole.v.y + whole.list[1]) + 1000u * one.z + 10000u * part;
  r += 100000u * workgroupUniformLoad(&n);
  out[4u * w.x + k] = r;
}
