// override x: -1
// read a: 0 1 -1 -2 32768 -32768 2147483647 -2147483648
// read u: 0 1 -1 -2 32768 -32768 2147483647 -2147483648
// write by_constant: 10 linear 10
// write by_override: 4 linear 4
// write by_storage: 16 linear 16
// write by_uniform: 16 linear 16
// result by_constant: -1 -1 -1 0 2 2 2 0 30 31
// result by_override: -1 0 -1 0
// result by_storage: -1 -1 0 0 -1 0 0 1 15 15 14 15 30 0 30 31
// result by_uniform: -1 -1 0 0 -1 0 0 1 15 15 14 15 30 0 30 31
// needs: E6: firstLeadingBit of 0 and -1 is -1, else the highest bit that differs from the sign
@group(0) @binding(0) var<storage, read> a: array<i32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32, 10>;
override x: i32;
override o0: i32 = firstLeadingBit(x);
override o1: i32 = firstTrailingBit(x);
const folded = array<i32, 10>(
  firstLeadingBit(0i),
  firstTrailingBit(0i),
  firstLeadingBit(-1i),
  firstTrailingBit(-1i),
  firstLeadingBit(4i),
  firstTrailingBit(4i),
  firstLeadingBit(-5i),
  firstTrailingBit(-5i),
  firstLeadingBit(i32(-2147483648)),
  firstTrailingBit(i32(-2147483648)),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[2u * k + 0u] = firstLeadingBit(a[k]);
  by_storage[2u * k + 1u] = firstTrailingBit(a[k]);
  let v = u[k / 4u][k % 4u];
  by_uniform[2u * k + 0u] = firstLeadingBit(v);
  by_uniform[2u * k + 1u] = firstTrailingBit(v);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = firstLeadingBit(x);
    by_override[3] = firstTrailingBit(x);
    by_constant = folded;
  }
}
