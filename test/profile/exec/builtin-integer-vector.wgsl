// read v: 1 -1 2147483647 -2147483648 0 -2 -2147483648 -1
// write out: 32 linear 32
// result out: 1 1 2147483647 -2147483648 1 -1 1 -1 0 -2 -2147483648 -2147483648 1 -1 2147483647 -1 1 -1 5 -1 0 -2 2147483647 -2147483648 1 -1 -2147483648 -1 0 2 -2147483648 0
// needs: V40: abs, sign, min, max, clamp of vectors work by components
@group(0) @binding(0) var<storage, read> v: array<vec4<i32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<i32>>;

@compute @workgroup_size(1)
fn main() {
  let a = v[0];
  let b = v[1];
  out[0] = abs(a);
  out[1] = sign(a);
  out[2] = min(a, b);
  out[3] = max(a, b);
  out[4] = clamp(a, b, vec4(5));
  out[5] = bitcast<vec4<i32>>(min(bitcast<vec4<u32>>(a), bitcast<vec4<u32>>(b)));
  out[6] = bitcast<vec4<i32>>(max(bitcast<vec4<u32>>(a), bitcast<vec4<u32>>(b)));
  out[7] = vec4(abs(b.xyz), max(a.xy, b.yx).y);
}
