// override x: -2
// read a: 0 1 2 32768 16776960 2147483647 -2147483648 -1
// read u: 0 1 2 32768 16776960 2147483647 -2147483648 -1
// write by_constant: 4 linear 4
// write by_override: 2 linear 2
// write by_storage: 8 linear 8
// write by_uniform: 8 linear 8
// result by_constant: 0 -2147483648 -1 1
// result by_override: 2147483647 2147483647
// result by_storage: 0 -2147483648 1073741824 65536 16776960 -2 1 -1
// result by_uniform: 0 -2147483648 1073741824 65536 16776960 -2 1 -1
// needs: V40: reverseBits of i32
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32, 4>;
override x: i32;
override o0: i32 = reverseBits(x);
const folded = array<i32, 4>(
  reverseBits(0i),
  reverseBits(1i),
  reverseBits(-1i),
  reverseBits(i32(-2147483648)),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[k] = reverseBits(a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[k] = reverseBits(v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = reverseBits(x);
    by_constant = folded;
  }
}
