// override x: 1
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 8 linear 8
// write by_override: 8 linear 8
// write by_storage: 32 linear 32
// write by_uniform: 32 linear 32
// result by_constant: 0 0 0 0 1 2 2147483648 512
// result by_override: 1 2 2147483648 512 1 2 2147483648 512
// result by_storage: 0 0 0 0 1 2 2147483648 512 2 4 0 1024 7 14 2147483648 3584 65536 131072 0 33554432 2147483647 4294967294 2147483648 4294966784 2147483648 0 0 0 4294967295 4294967294 2147483648 4294966784
// result by_uniform: 0 0 0 0 1 2 2147483648 512 2 4 0 1024 7 14 2147483648 3584 65536 131072 0 33554432 2147483647 4294967294 2147483648 4294966784 2147483648 0 0 0 4294967295 4294967294 2147483648 4294966784
// needs: P2: << by constants 0, 1, 31 and by masked amounts
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 8>;
override x: u32;
override o0: u32 = x << 0u;
override o1: u32 = x << 1u;
override o2: u32 = x << 31u;
override o3: u32 = x << (9u & 31u);
const folded = array<u32, 8>(
  0u << 0u,
  0u << 1u,
  0u << 31u,
  0u << (9u & 31u),
  1u << 0u,
  1u << 1u,
  1u << 31u,
  1u << (9u & 31u),
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[4u * k + 0u] = a[k] << 0u;
  by_storage[4u * k + 1u] = a[k] << 1u;
  by_storage[4u * k + 2u] = a[k] << 31u;
  by_storage[4u * k + 3u] = a[k] << (9u & 31u);
  let v = u[k / 4u][k % 4u];
  by_uniform[4u * k + 0u] = v << 0u;
  by_uniform[4u * k + 1u] = v << 1u;
  by_uniform[4u * k + 2u] = v << 31u;
  by_uniform[4u * k + 3u] = v << (9u & 31u);
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = o2;
    by_override[3] = o3;
    by_override[4] = x << 0u;
    by_override[5] = x << 1u;
    by_override[6] = x << 31u;
    by_override[7] = x << (9u & 31u);
    by_constant = folded;
  }
}
