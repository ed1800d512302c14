// override x: 2147483647
// override y: 2
// read a: 0 1 -1 2 -7 46341 2147483647 -2147483648
// read u: 0 1 -1 2 -7 46341 2147483647 -2147483648
// write by_constant: 6 linear 6
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: -2147483648 2147483647 -2 0 92682 2147483647
// result by_override: -2147483647 -2147483648 3
// result by_storage: 0 1 -1 2 -7 46341 2147483647 -2147483648 1 2 0 3 -6 46342 -2147483648 -2147483647 -1 0 -2 1 -8 46340 2147483646 2147483647 2 3 1 4 -5 46343 -2147483647 -2147483646 -7 -6 -8 -5 -14 46334 2147483640 2147483641 46341 46342 46340 46343 46334 92682 -2147437308 -2147437307 2147483647 -2147483648 2147483646 -2147483647 2147483640 -2147437308 -2 -1 -2147483648 -2147483647 2147483647 -2147483646 2147483641 -2147437307 -1 0
// result by_uniform: 0 1 -1 2 -7 46341 2147483647 -2147483648 1 2 0 3 -6 46342 -2147483648 -2147483647 -1 0 -2 1 -8 46340 2147483646 2147483647 2 3 1 4 -5 46343 -2147483647 -2147483646 -7 -6 -8 -5 -14 46334 2147483640 2147483641 46341 46342 46340 46343 46334 92682 -2147437308 -2147437307 2147483647 -2147483648 2147483646 -2147483647 2147483640 -2147437308 -2 -1 -2147483648 -2147483647 2147483647 -2147483646 2147483641 -2147437307 -1 0
// needs: E1: i32 + wraps modulo 2^32, folded and at run time alike
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32>;
override x: i32;
override y: i32;
override both: i32 = x + y;
const folded = array<i32, 6>(
  2147483647i + 1i,
  i32(-2147483648) + -1i,
  2147483647i + 2147483647i,
  i32(-2147483648) + i32(-2147483648),
  46341i + 46341i,
  -1i + i32(-2147483648),
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = a[id.y] + a[id.x];
  by_uniform[k] = u[id.y / 4u][id.y % 4u] + u[id.x / 4u][id.x % 4u];
  if (k < 6u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = x + a[1];
    by_override[2] = u[0][1] + y;
  }
}
