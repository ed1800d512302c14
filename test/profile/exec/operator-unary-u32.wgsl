// override x: 2147483648
// read a: 0 1 2 7 65536 2147483647 2147483648 4294967295
// read u: 0 1 2 7 65536 2147483647 2147483648 4294967295
// write by_constant: 12 linear 12
// write by_override: 6 linear 6
// write by_storage: 24 linear 24
// write by_uniform: 24 linear 24
// result by_constant: 4294967295 0 0 4294967290 5 4294967291 2147483647 2147483648 2147483648 0 4294967295 1
// result by_override: 2147483647 2147483648 2147483648 2147483647 2147483648 2147483648
// result by_storage: 4294967295 0 0 4294967294 1 4294967295 4294967293 2 4294967294 4294967288 7 4294967289 4294901759 65536 4294901760 2147483648 2147483647 2147483649 2147483647 2147483648 2147483648 0 4294967295 1
// result by_uniform: 4294967295 0 0 4294967294 1 4294967295 4294967293 2 4294967294 4294967288 7 4294967289 4294901759 65536 4294901760 2147483648 2147483647 2147483649 2147483647 2147483648 2147483648 0 4294967295 1
// needs: E1: the complement of u32
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32, 12>;
override x: u32;
override o0: u32 = ~x;
override o1: u32 = ~(~x);
override o2: u32 = ~x + 1u;
const folded = array<u32, 12>(
  ~0u,
  ~(~0u),
  ~0u + 1u,
  ~5u,
  ~(~5u),
  ~5u + 1u,
  ~2147483648u,
  ~(~2147483648u),
  ~2147483648u + 1u,
  ~4294967295u,
  ~(~4294967295u),
  ~4294967295u + 1u,
);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  by_storage[3u * k + 0u] = ~a[k];
  by_storage[3u * k + 1u] = ~(~a[k]);
  by_storage[3u * k + 2u] = ~a[k] + 1u;
  let v = u[k / 4u][k % 4u];
  by_uniform[3u * k + 0u] = ~v;
  by_uniform[3u * k + 1u] = ~(~v);
  by_uniform[3u * k + 2u] = ~v + 1u;
  if (k == 0u) {
    by_override[0] = o0;
    by_override[1] = o1;
    by_override[2] = o2;
    by_override[3] = ~x;
    by_override[4] = ~(~x);
    by_override[5] = ~x + 1u;
    by_constant = folded;
  }
}
