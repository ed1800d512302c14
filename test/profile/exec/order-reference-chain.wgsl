// write out: 4 linear 4
// result out: 20 70 8 49
// needs: E2: an element is loaded behind its own index: a[f()] sees what f did to a
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> a: array<u32, 3> = array(1u, 2u, 3u);
var<private> v: vec3<u32> = vec3(4u, 5u, 6u);
fn turn(i: u32) -> u32 {
  a = array(10u, 20u, 30u);
  v = vec3(40u, 50u, 60u);
  return i;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = a[turn(1u)];
  a[0] = 7u;
  out[1] = v[turn(2u)] + a[0];
  a[0] = 8u;
  let copy = a;
  out[2] = copy[turn(0u)];
  v.x = 9u;
  let w = v;
  out[3] = w[turn(0u)] + v[0];
}
