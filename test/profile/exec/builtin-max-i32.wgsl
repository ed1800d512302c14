// override x: -2147483648
// override y: 2147483647
// read a: 0 1 -1 2 -7 46341 2147483647 -2147483648
// read u: 0 1 -1 2 -7 46341 2147483647 -2147483648
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 1 2147483647 2147483647 46341
// result by_override: 2147483647 1 2147483647
// result by_storage: 0 1 0 2 0 46341 2147483647 0 1 1 1 2 1 46341 2147483647 1 0 1 -1 2 -1 46341 2147483647 -1 2 2 2 2 2 46341 2147483647 2 0 1 -1 2 -7 46341 2147483647 -7 46341 46341 46341 46341 46341 46341 2147483647 46341 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 0 1 -1 2 -7 46341 2147483647 -2147483648
// result by_uniform: 0 1 0 2 0 46341 2147483647 0 1 1 1 2 1 46341 2147483647 1 0 1 -1 2 -1 46341 2147483647 -1 2 2 2 2 2 46341 2147483647 2 0 1 -1 2 -7 46341 2147483647 -7 46341 46341 46341 46341 46341 46341 2147483647 46341 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 2147483647 0 1 -1 2 -7 46341 2147483647 -2147483648
// needs: V40: max of i32 orders by sign
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32>;
override x: i32;
override y: i32;
override both: i32 = max(x, y);
const folded = array<i32, 4>(
  max(1i, i32(-2147483648)),
  max(i32(-2147483648), 2147483647i),
  max(2147483647i, -1i),
  max(46341i, 46341i),
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = max(a[id.y], a[id.x]);
  by_uniform[k] = max(u[id.y / 4u][id.y % 4u], u[id.x / 4u][id.x % 4u]);
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = max(x, a[1]);
    by_override[2] = max(u[0][1], y);
  }
}
