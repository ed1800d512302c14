// read v: 2147483647 -2147483648 -7 0 1 -1 2 0
// read k: -3
// write out: 68 linear 68
// result out: -2147483648 2147483647 -5 0 2147483646 -2147483647 -9 0 2147483647 -2147483648 -14 0 2147483647 -2147483648 -3 0 0 0 -1 0 2147483644 2147483645 -10 -3 -2147483646 -2147483645 -4 3 -2147483645 -2147483648 21 0 -715827882 715827882 2 0 1 -2 -1 0 -2 -4 -1 -3 -4 -2 -5 -3 -3 3 -6 0 -3 3 -1 -3 0 0 -1 0 -2147483648 2147483647 -5 2147483647 -2147483648 -4 -2147483645 -2147483646
// needs: V30: + - * / % of i32 vectors by components, with vectors and with scalars on either side
@group(0) @binding(0) var<storage, read> v: array<vec4<i32>, 2>;
@group(0) @binding(1) var<uniform> k: i32;
struct Out { full: array<vec4<i32>, 15>, parts: array<i32, 8> }
@group(0) @binding(2) var<storage, read_write> out: Out;

@compute @workgroup_size(1)
fn main() {
  let a = v[0];
  let b = v[1];
  out.full[0] = a + b;
  out.full[1] = a - b;
  out.full[2] = a * b;
  out.full[3] = a / b;
  out.full[4] = a % b;
  out.full[5] = a + k;
  out.full[6] = a - k;
  out.full[7] = a * k;
  out.full[8] = a / k;
  out.full[9] = a % k;
  out.full[10] = k + b;
  out.full[11] = k - b;
  out.full[12] = k * b;
  out.full[13] = k / b;
  out.full[14] = k % b;
  let three = a.xyz + b.xyz;
  let two = a.xy * b.xy;
  let mixed = a.zyx - k;
  out.parts = array(three.x, three.y, three.z, two.x, two.y, mixed.x, mixed.y, mixed.z);
}
