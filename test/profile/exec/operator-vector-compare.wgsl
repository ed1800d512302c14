// read v: -1 5 -2147483648 2147483647 1 5 2147483647 -2147483648
// write out: 36 linear 36
// result out: 0 1 0 0 1 0 1 1 1 0 1 2 1 3 1 2 2 0 2 1 2 3 2 1 0 0 0 0 1 0 1 1 4 3 4 5
// needs: V30: comparisons and logic of vectors give vectors of booleans
@group(0) @binding(0) var<storage, read> v: array<vec4<i32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  let a = v[0];
  let b = v[1];
  let p = bitcast<vec4<u32>>(a);
  let q = bitcast<vec4<u32>>(b);
  out[0] = vec4<u32>(a == b);
  out[1] = vec4<u32>(a != b);
  out[2] = vec4<u32>(a < b) + 2u * vec4<u32>(p < q);
  out[3] = vec4<u32>(a <= b) + 2u * vec4<u32>(p <= q);
  out[4] = vec4<u32>(a > b) + 2u * vec4<u32>(p > q);
  out[5] = vec4<u32>(a >= b) + 2u * vec4<u32>(p >= q);
  out[6] = vec4<u32>((a < b) & (p < q));
  out[7] = vec4<u32>((a < b) | (p < q));
  out[8] = vec4<u32>(!(a < b)) + 2u * vec4<u32>((a < b) == (p < q)) + 4u * vec4<u32>((a < b) != (p < q));
}
