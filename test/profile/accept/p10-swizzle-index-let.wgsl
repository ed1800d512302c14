// The index of a swizzle that is evaluated before it (P10).
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

fn turn(n: ptr<function, vec3<u32>>) -> u32 {
  *n = vec3(70u, 80u, 90u);
  return 1u;
}

@compute @workgroup_size(1)
fn main() {
  var v = vec3(1u, 2u, 3u);
  let i = turn(&v);
  o[0] = v.zyx[i] + v[turn(&v)] + v.xy[min(i, 1u)];
}
