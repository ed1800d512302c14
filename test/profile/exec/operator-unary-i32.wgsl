// override x: -2147483648
// read a: 0 1 -1 2 -7 46341 2147483647 -2147483648
// read u: 0 1 -1 2 -7 46341 2147483647 -2147483648
// write by_constant: 16 linear 16
// write by_override: 8 linear 8
// write by_storage: 32 linear 32
// write by_uniform: 32 linear 32
// result by_constant: 0 -1 0 -1 -5 -6 5 4 -2147483647 -2147483648 2147483647 2147483646 -2147483648 2147483647 -2147483648 2147483647
// result by_override: -2147483648 2147483647 -2147483648 2147483647 -2147483648 2147483647 -2147483648 2147483647
// result by_storage: 0 -1 0 -1 -1 -2 1 0 1 0 -1 -2 -2 -3 2 1 7 6 -7 -8 -46341 -46342 46341 46340 -2147483647 -2147483648 2147483647 2147483646 -2147483648 2147483647 -2147483648 2147483647
// result by_uniform: 0 -1 0 -1 -1 -2 1 0 1 0 -1 -2 -2 -3 2 1 7 6 -7 -8 -46341 -46342 46341 46340 -2147483647 -2147483648 2147483647 2147483646 -2147483648 2147483647 -2147483648 2147483647
// needs: E1: -INT_MIN = INT_MIN; the complement of i32
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32, 16>;
override x: i32;
override o0: i32 = -x;
override o1: i32 = ~x;
override o2: i32 = -(-x);
override o3: i32 = ~(-x);
const folded = array<i32, 16>(
  -0i,
  ~0i,
  -(-0i),
  ~(-0i),
  -5i,
  ~5i,
  -(-5i),
  ~(-5i),
  -2147483647i,
  ~2147483647i,
  -(-2147483647i),
  ~(-2147483647i),
  -i32(-2147483648),
  ~i32(-2147483648),
  -(-i32(-2147483648)),
  ~(-i32(-2147483648)),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[4u * k + 0u] = -a[k];
  by_storage[4u * k + 1u] = ~a[k];
  by_storage[4u * k + 2u] = -(-a[k]);
  by_storage[4u * k + 3u] = ~(-a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[4u * k + 0u] = -v;
  by_uniform[4u * k + 1u] = ~v;
  by_uniform[4u * k + 2u] = -(-v);
  by_uniform[4u * k + 3u] = ~(-v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = o2;
    by_override[3] = o3;
    by_override[4] = -x;
    by_override[5] = ~x;
    by_override[6] = -(-x);
    by_override[7] = ~(-x);
    by_constant = folded;
  }
}
