// override x: 4294967295
// override y: 65536
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 6 linear 6
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 1 1 2147483647 2147483648 0 5
// result by_override: 65535 0 1
// result by_storage: 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 0 0 0 2 2 2 2 2 0 0 1 0 7 7 7 7 0 0 0 2 0 65536 65536 65536 0 0 1 1 65535 0 2147483647 2147483647 0 0 0 2 0 1 0 2147483648 0 0 1 3 65535 1 2147483647 0
// result by_uniform: 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 0 0 0 2 2 2 2 2 0 0 1 0 7 7 7 7 0 0 0 2 0 65536 65536 65536 0 0 1 1 65535 0 2147483647 2147483647 0 0 0 2 0 1 0 2147483648 0 0 1 3 65535 1 2147483647 0
// needs: E5: u32 remainder, x % 0 = 0
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = x % y;
const folded = array<u32, 6>(
  7u % 2u,
  4294967295u % 2u,
  4294967295u % 2147483648u,
  2147483648u % 4294967295u,
  0u % 4294967295u,
  4294967295u % 10u,
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = a[id.y] % a[id.x];
  by_uniform[k] = u[id.y / 4u][id.y % 4u] % u[id.x / 4u][id.x % 4u];
  if (k < 6u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = x % a[1];
    by_override[2] = u[0][1] % y;
  }
}
