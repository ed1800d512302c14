// override x: 4294967295
// override y: 2147483648
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 1 2147483648 2 2147483647
// result by_override: 2147483648 1 1
// result by_storage: 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 0 1 2 2 2 2 2 2 0 1 2 7 7 7 7 7 0 1 2 7 65536 65536 65536 65536 0 1 2 7 65536 2147483647 2147483647 2147483647 0 1 2 7 65536 2147483647 2147483648 2147483648 0 1 2 7 65536 2147483647 2147483648 4294967295
// result by_uniform: 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 0 1 2 2 2 2 2 2 0 1 2 7 7 7 7 7 0 1 2 7 65536 65536 65536 65536 0 1 2 7 65536 2147483647 2147483647 2147483647 0 1 2 7 65536 2147483647 2147483648 2147483648 0 1 2 7 65536 2147483647 2147483648 4294967295
// needs: V40: min of u32 knows no sign
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = min(x, y);
const folded = array<u32, 4>(
  min(1u, 4294967295u),
  min(4294967295u, 2147483648u),
  min(2147483648u, 2u),
  min(2147483647u, 2147483647u),
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = min(a[id.y], a[id.x]);
  by_uniform[k] = min(u[id.y / 4u][id.y % 4u], u[id.x / 4u][id.x % 4u]);
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = min(x, a[1]);
    by_override[2] = min(u[0][1], y);
  }
}
