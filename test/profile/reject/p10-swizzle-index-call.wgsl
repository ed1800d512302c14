// rule: P10
// code: profile.swizzle-index
// at: turn(&v)
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

fn turn(n: ptr<function, vec3<u32>>) -> u32 {
  *n = vec3(70u, 80u, 90u);
  return 1u;
}

@compute @workgroup_size(1)
fn main() {
  var v = vec3(1u, 2u, 3u);
  o[0] = v.zyx[turn(&v)];
}
