// override x: 4294967295
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 12 linear 12
// write by_override: 6 linear 6
// write by_storage: 24 linear 24
// write by_uniform: 24 linear 24
// result by_constant: 0 0 0 1 0 0 2147483648 1073741824 1 4294967295 2147483647 1
// result by_override: 4294967295 2147483647 1 4294967295 2147483647 1
// result by_storage: 0 0 0 1 0 0 2 1 0 7 3 0 65536 32768 0 2147483647 1073741823 0 2147483648 1073741824 1 4294967295 2147483647 1
// result by_uniform: 0 0 0 1 0 0 2 1 0 7 3 0 65536 32768 0 2147483647 1073741823 0 2147483648 1073741824 1 4294967295 2147483647 1
// needs: P2: >> of u32 brings zeros
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 12>;
override x: u32;
override o0: u32 = x >> 0u;
override o1: u32 = x >> 1u;
override o2: u32 = x >> 31u;
const folded = array<u32, 12>(
  0u >> 0u,
  0u >> 1u,
  0u >> 31u,
  1u >> 0u,
  1u >> 1u,
  1u >> 31u,
  2147483648u >> 0u,
  2147483648u >> 1u,
  2147483648u >> 31u,
  4294967295u >> 0u,
  4294967295u >> 1u,
  4294967295u >> 31u,
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[3u * k + 0u] = a[k] >> 0u;
  by_storage[3u * k + 1u] = a[k] >> 1u;
  by_storage[3u * k + 2u] = a[k] >> 31u;
  let v = u[k / 4u][k % 4u];
  by_uniform[3u * k + 0u] = v >> 0u;
  by_uniform[3u * k + 1u] = v >> 1u;
  by_uniform[3u * k + 2u] = v >> 31u;
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = o2;
    by_override[3] = x >> 0u;
    by_override[4] = x >> 1u;
    by_override[5] = x >> 31u;
    by_constant = folded;
  }
}
