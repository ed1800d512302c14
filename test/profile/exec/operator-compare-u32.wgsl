// override x: 2147483648
// override y: 2147483647
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 41 14 50 14
// result by_override: 50 50 41
// result by_storage: 41 14 14 14 14 14 14 14 50 41 14 14 14 14 14 14 50 50 41 14 14 14 14 14 50 50 50 41 14 14 14 14 50 50 50 50 41 14 14 14 50 50 50 50 50 41 14 14 50 50 50 50 50 50 41 14 50 50 50 50 50 50 50 41
// result by_uniform: 41 14 14 14 14 14 14 14 50 41 14 14 14 14 14 14 50 50 41 14 14 14 14 14 50 50 50 41 14 14 14 14 50 50 50 50 41 14 14 14 50 50 50 50 50 41 14 14 50 50 50 50 50 50 41 14 50 50 50 50 50 50 50 41
// needs: E4: the six comparisons of u32 around the sign bit
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = select(0u, 1u, x == y) | select(0u, 2u, x != y) |
    select(0u, 4u, x < y) | select(0u, 8u, x <= y) |
    select(0u, 16u, x > y) | select(0u, 32u, x >= y);
const folded = array<u32, 4>(
  select(0u, 1u, 0u == 0u) | select(0u, 2u, 0u != 0u) |
    select(0u, 4u, 0u < 0u) | select(0u, 8u, 0u <= 0u) |
    select(0u, 16u, 0u > 0u) | select(0u, 32u, 0u >= 0u),
  select(0u, 1u, 2147483648u == 4294967295u) | select(0u, 2u, 2147483648u != 4294967295u) |
    select(0u, 4u, 2147483648u < 4294967295u) | select(0u, 8u, 2147483648u <= 4294967295u) |
    select(0u, 16u, 2147483648u > 4294967295u) | select(0u, 32u, 2147483648u >= 4294967295u),
  select(0u, 1u, 4294967295u == 2147483648u) | select(0u, 2u, 4294967295u != 2147483648u) |
    select(0u, 4u, 4294967295u < 2147483648u) | select(0u, 8u, 4294967295u <= 2147483648u) |
    select(0u, 16u, 4294967295u > 2147483648u) | select(0u, 32u, 4294967295u >= 2147483648u),
  select(0u, 1u, 1u == 2u) | select(0u, 2u, 1u != 2u) |
    select(0u, 4u, 1u < 2u) | select(0u, 8u, 1u <= 2u) |
    select(0u, 16u, 1u > 2u) | select(0u, 32u, 1u >= 2u),
);

fn compare(a: u32, b: u32) -> u32 {
  return select(0u, 1u, a == b) | select(0u, 2u, a != b) | select(0u, 4u, a < b) |
    select(0u, 8u, a <= b) | select(0u, 16u, a > b) | select(0u, 32u, a >= b);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = compare(a[id.y], a[id.x]);
  by_uniform[k] = compare(u[id.y / 4u][id.y % 4u], u[id.x / 4u][id.x % 4u]);
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = compare(x, a[1]);
    by_override[2] = compare(y, y);
  }
}
