// override x: 0
// read a: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// read u: 0 1 2 32768 16776960 2147483647 2147483648 4294967295
// write by_constant: 8 linear 8
// write by_override: 4 linear 4
// write by_storage: 16 linear 16
// write by_uniform: 16 linear 16
// result by_constant: 4294967295 4294967295 0 0 15 15 31 0
// result by_override: 4294967295 4294967295 4294967295 4294967295
// result by_storage: 4294967295 4294967295 0 0 1 1 15 15 23 8 30 0 31 31 31 0
// result by_uniform: 4294967295 4294967295 0 0 1 1 15 15 23 8 30 0 31 31 31 0
// needs: E6: firstLeadingBit, firstTrailingBit of 0u are all ones
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 8>;
override x: u32;
override o0: u32 = firstLeadingBit(x);
override o1: u32 = firstTrailingBit(x);
const folded = array<u32, 8>(
  firstLeadingBit(0u),
  firstTrailingBit(0u),
  firstLeadingBit(1u),
  firstTrailingBit(1u),
  firstLeadingBit(32768u),
  firstTrailingBit(32768u),
  firstLeadingBit(4294967295u),
  firstTrailingBit(4294967295u),
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
