// override x: -2147483648
// read a: 0 1 -1 2 -7 46341 2147483647 -2147483648
// read u: 0 1 -1 2 -7 46341 2147483647 -2147483648
// write by_constant: 8 linear 8
// write by_override: 4 linear 4
// write by_storage: 16 linear 16
// write by_uniform: 16 linear 16
// result by_constant: 0 0 1 -1 2147483647 1 -2147483648 -1
// result by_override: -2147483648 -1 -2147483648 -1
// result by_storage: 0 0 1 1 1 -1 2 1 7 -1 46341 1 2147483647 1 -2147483648 -1
// result by_uniform: 0 0 1 1 1 -1 2 1 7 -1 46341 1 2147483647 1 -2147483648 -1
// needs: E6: abs(INT_MIN) = INT_MIN; sign is -1, 0, 1
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32, 8>;
override x: i32;
override o0: i32 = abs(x);
override o1: i32 = sign(x);
const folded = array<i32, 8>(
  abs(0i),
  sign(0i),
  abs(-1i),
  sign(-1i),
  abs(2147483647i),
  sign(2147483647i),
  abs(i32(-2147483648)),
  sign(i32(-2147483648)),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[2u * k + 0u] = abs(a[k]);
  by_storage[2u * k + 1u] = sign(a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[2u * k + 0u] = abs(v);
  by_uniform[2u * k + 1u] = sign(v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = abs(x);
    by_override[3] = sign(x);
    by_constant = folded;
  }
}
