// override x: 1431677610
// override y: 16711935
// read a: 0 1 4294967295 1431677610 2863289685 16711935 2147483647 2147483648
// read u: 0 1 4294967295 1431677610 2863289685 16711935 2147483647 2147483648
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 0 2147483648 0 5570730
// result by_override: 5570730 0 1
// result by_storage: 0 0 0 0 0 0 0 0 0 1 1 0 1 1 1 0 0 1 4294967295 1431677610 2863289685 16711935 2147483647 2147483648 0 0 1431677610 1431677610 0 5570730 1431677610 0 0 1 2863289685 0 2863289685 11141205 715806037 2147483648 0 1 16711935 5570730 11141205 16711935 16711935 0 0 1 2147483647 1431677610 715806037 16711935 2147483647 0 0 0 2147483648 0 2147483648 0 0 2147483648
// result by_uniform: 0 0 0 0 0 0 0 0 0 1 1 0 1 1 1 0 0 1 4294967295 1431677610 2863289685 16711935 2147483647 2147483648 0 0 1431677610 1431677610 0 5570730 1431677610 0 0 1 2863289685 0 2863289685 11141205 715806037 2147483648 0 1 16711935 5570730 11141205 16711935 16711935 0 0 1 2147483647 1431677610 715806037 16711935 2147483647 0 0 0 2147483648 0 2147483648 0 0 2147483648
// needs: E1: bitwise and of u32
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = x & y;
const folded = array<u32, 4>(
  1431677610u & 2863289685u,
  4294967295u & 2147483648u,
  2147483648u & 2147483647u,
  16711935u & 1431677610u,
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = a[id.y] & a[id.x];
  by_uniform[k] = u[id.y / 4u][id.y % 4u] & u[id.x / 4u][id.x % 4u];
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = x & a[1];
    by_override[2] = u[0][1] & y;
  }
}
