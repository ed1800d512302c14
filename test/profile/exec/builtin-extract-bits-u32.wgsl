// read a: 0 1 305419896 2309737967 16776960 2147483647 2147483648 4294967295
// read u: 0 1 305419896 2309737967 16776960 2147483647 2147483648 4294967295
// write by_storage: 48 linear 48
// write by_uniform: 48 linear 48
// result by_storage: 0 0 0 0 0 0 0 1 1 0 0 0 0 0 305419896 0 103 0 0 1 2309737967 1 222 0 0 0 16776960 0 240 0 0 1 2147483647 0 255 0 0 0 2147483648 1 0 0 0 1 4294967295 1 255 0
// result by_uniform: 0 0 0 0 0 0 0 1 1 0 0 0 0 0 305419896 0 103 0 0 1 2309737967 1 222 0 0 0 16776960 0 240 0 0 1 2147483647 0 255 0 0 0 2147483648 1 0 0 0 1 4294967295 1 255 0
// needs: P3: extractBits of u32, counts 0 to 32
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[6u * k + 0u] = extractBits(a[k], 0u, 0u);
  by_storage[6u * k + 1u] = extractBits(a[k], 0u, 1u);
  by_storage[6u * k + 2u] = extractBits(a[k], 0u, 32u);
  by_storage[6u * k + 3u] = extractBits(a[k], 31u, 1u);
  by_storage[6u * k + 4u] = extractBits(a[k], 4u, 8u);
  by_storage[6u * k + 5u] = extractBits(a[k], 32u, 0u);
  let v = u[k / 4u][k % 4u];
  by_uniform[6u * k + 0u] = extractBits(v, 0u, 0u);
  by_uniform[6u * k + 1u] = extractBits(v, 0u, 1u);
  by_uniform[6u * k + 2u] = extractBits(v, 0u, 32u);
  by_uniform[6u * k + 3u] = extractBits(v, 31u, 1u);
  by_uniform[6u * k + 4u] = extractBits(v, 4u, 8u);
  by_uniform[6u * k + 5u] = extractBits(v, 32u, 0u);
}
