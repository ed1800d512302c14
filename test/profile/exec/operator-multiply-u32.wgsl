// override x: 4294967295
// override y: 2
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 6 linear 6
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 4294967295 0 0 1 0 4294967295
// result by_override: 4294967294 4294967295 2
// result by_storage: 0 0 0 0 0 0 0 0 0 1 2 7 65536 2147483647 2147483648 4294967295 0 2 4 14 131072 4294967294 0 4294967294 0 7 14 49 458752 2147483641 2147483648 4294967289 0 65536 131072 458752 0 4294901760 0 4294901760 0 2147483647 4294967294 2147483641 4294901760 1 2147483648 2147483649 0 2147483648 0 2147483648 0 2147483648 0 2147483648 0 4294967295 4294967294 4294967289 4294901760 2147483649 2147483648 1
// result by_uniform: 0 0 0 0 0 0 0 0 0 1 2 7 65536 2147483647 2147483648 4294967295 0 2 4 14 131072 4294967294 0 4294967294 0 7 14 49 458752 2147483641 2147483648 4294967289 0 65536 131072 458752 0 4294901760 0 4294901760 0 2147483647 4294967294 2147483641 4294901760 1 2147483648 2147483649 0 2147483648 0 2147483648 0 2147483648 0 2147483648 0 4294967295 4294967294 4294967289 4294901760 2147483649 2147483648 1
// needs: E1: u32 * wraps modulo 2^32, folded and at run time alike
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = x * y;
const folded = array<u32, 6>(
  4294967295u * 1u,
  0u * 1u,
  2147483648u * 2147483648u,
  4294967295u * 4294967295u,
  65536u * 65536u,
  1u * 4294967295u,
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = a[id.y] * a[id.x];
  by_uniform[k] = u[id.y / 4u][id.y % 4u] * u[id.x / 4u][id.x % 4u];
  if (k < 6u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = x * a[1];
    by_override[2] = u[0][1] * y;
  }
}
