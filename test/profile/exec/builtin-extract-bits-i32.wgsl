// read a: 0 1 305419896 -1985229329 16776960 -1 2147483647 -2147483648
// read u: 0 1 305419896 -1985229329 16776960 -1 2147483647 -2147483648
// write by_storage: 48 linear 48
// write by_uniform: 48 linear 48
// result by_storage: 0 0 0 0 0 0 0 -1 1 0 0 0 0 0 305419896 0 103 4660 0 -1 -1985229329 -1 -34 -30293 0 0 16776960 0 -16 255 0 -1 -1 -1 -1 -1 0 -1 2147483647 0 -1 32767 0 0 -2147483648 -1 0 -32768
// result by_uniform: 0 0 0 0 0 0 0 -1 1 0 0 0 0 0 305419896 0 103 4660 0 -1 -1985229329 -1 -34 -30293 0 0 16776960 0 -16 255 0 -1 -1 -1 -1 -1 0 -1 2147483647 0 -1 32767 0 0 -2147483648 -1 0 -32768
// needs: P3: extractBits of i32 extends the sign of the field
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[6u * k + 0u] = extractBits(a[k], 0u, 0u);
  by_storage[6u * k + 1u] = extractBits(a[k], 0u, 1u);
  by_storage[6u * k + 2u] = extractBits(a[k], 0u, 32u);
  by_storage[6u * k + 3u] = extractBits(a[k], 31u, 1u);
  by_storage[6u * k + 4u] = extractBits(a[k], 4u, 8u);
  by_storage[6u * k + 5u] = extractBits(a[k], 16u, 16u);
  let v = u[k / 4u][k % 4u];
  by_uniform[6u * k + 0u] = extractBits(v, 0u, 0u);
  by_uniform[6u * k + 1u] = extractBits(v, 0u, 1u);
  by_uniform[6u * k + 2u] = extractBits(v, 0u, 32u);
  by_uniform[6u * k + 3u] = extractBits(v, 31u, 1u);
  by_uniform[6u * k + 4u] = extractBits(v, 4u, 8u);
  by_uniform[6u * k + 5u] = extractBits(v, 16u, 16u);
}
