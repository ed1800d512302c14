// read v: 4294967295 2147483648 7 0 1 4294967295 2 0
// read k: 5
// write out: 68 linear 68
// result out: 0 2147483647 9 0 4294967294 2147483649 5 0 4294967295 2147483648 14 0 4294967295 0 3 0 0 2147483648 1 0 4 2147483653 12 5 4294967290 2147483643 2 4294967291 4294967291 2147483648 35 0 858993459 429496729 1 0 0 3 2 0 6 4 7 5 4 6 3 5 5 4294967291 10 0 5 0 2 5 0 5 1 0 0 2147483647 9 4294967295 2147483648 2 2147483643 4294967290
// needs: V30: + - * / % of u32 vectors by components, with vectors and with scalars on either side
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<uniform> k: u32;
struct Out { full: array<vec4<u32>, 15>, parts: array<u32, 8> }
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
