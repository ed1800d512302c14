// override x: 2147483648
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 8 linear 8
// write by_override: 4 linear 4
// write by_storage: 16 linear 16
// write by_uniform: 16 linear 16
// result by_constant: 0 0 1 0 2147483648 1073741824 4294967295 2147483647
// result by_override: 2147483648 1073741824 2147483648 1073741824
// result by_storage: 0 0 1 0 2 1 7 3 65536 32768 2147483647 1073741823 2147483648 1073741824 4294967295 2147483647
// result by_uniform: 0 0 1 0 2 1 7 3 65536 32768 2147483647 1073741823 2147483648 1073741824 4294967295 2147483647
// needs: V40: abs of u32 is the identity
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 8>;
override x: u32;
override o0: u32 = abs(x);
override o1: u32 = abs(abs(x) >> 1u);
const folded = array<u32, 8>(
  abs(0u),
  abs(abs(0u) >> 1u),
  abs(1u),
  abs(abs(1u) >> 1u),
  abs(2147483648u),
  abs(abs(2147483648u) >> 1u),
  abs(4294967295u),
  abs(abs(4294967295u) >> 1u),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[2u * k + 0u] = abs(a[k]);
  by_storage[2u * k + 1u] = abs(abs(a[k]) >> 1u);
  let v = u[k / 4u][k % 4u];
  by_uniform[2u * k + 0u] = abs(v);
  by_uniform[2u * k + 1u] = abs(abs(v) >> 1u);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = abs(x);
    by_override[3] = abs(abs(x) >> 1u);
    by_constant = folded;
  }
}
