// override x: 16776960
// read a: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// read u: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// write by_constant: 12 linear 12
// write by_override: 6 linear 6
// write by_storage: 24 linear 24
// write by_uniform: 24 linear 24
// result by_constant: 32 32 0 31 0 1 16 15 1 0 0 32
// result by_override: 8 8 16 8 8 16
// result by_storage: 32 32 0 31 0 1 30 1 1 16 15 1 8 8 16 1 0 31 0 31 1 0 0 32
// result by_uniform: 32 32 0 31 0 1 30 1 1 16 15 1 8 8 16 1 0 31 0 31 1 0 0 32
// needs: V40: countLeadingZeros, countTrailingZeros, countOneBits of u32; 32 for 0
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 12>;
override x: u32;
override o0: u32 = countLeadingZeros(x);
override o1: u32 = countTrailingZeros(x);
override o2: u32 = countOneBits(x);
const folded = array<u32, 12>(
  countLeadingZeros(0u),
  countTrailingZeros(0u),
  countOneBits(0u),
  countLeadingZeros(1u),
  countTrailingZeros(1u),
  countOneBits(1u),
  countLeadingZeros(32768u),
  countTrailingZeros(32768u),
  countOneBits(32768u),
  countLeadingZeros(4294967295u),
  countTrailingZeros(4294967295u),
  countOneBits(4294967295u),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[3u * k + 0u] = countLeadingZeros(a[k]);
  by_storage[3u * k + 1u] = countTrailingZeros(a[k]);
  by_storage[3u * k + 2u] = countOneBits(a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[3u * k + 0u] = countLeadingZeros(v);
  by_uniform[3u * k + 1u] = countTrailingZeros(v);
  by_uniform[3u * k + 2u] = countOneBits(v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = o2;
    by_override[3] = countLeadingZeros(x);
    by_override[4] = countTrailingZeros(x);
    by_override[5] = countOneBits(x);
    by_constant = folded;
  }
}
