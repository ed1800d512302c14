// override x: 16776960
// read a: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// read u: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// write by_constant: 4 linear 4
// write by_override: 2 linear 2
// write by_storage: 8 linear 8
// write by_uniform: 8 linear 8
// result by_constant: 0 2147483648 65536 4294967295
// result by_override: 16776960 16776960
// result by_storage: 0 2147483648 1073741824 65536 16776960 4294967294 1 4294967295
// result by_uniform: 0 2147483648 1073741824 65536 16776960 4294967294 1 4294967295
// needs: V40: reverseBits of u32
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 4>;
override x: u32;
override o0: u32 = reverseBits(x);
const folded = array<u32, 4>(
  reverseBits(0u),
  reverseBits(1u),
  reverseBits(32768u),
  reverseBits(4294967295u),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[k] = reverseBits(a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[k] = reverseBits(v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = reverseBits(x);
    by_constant = folded;
  }
}
