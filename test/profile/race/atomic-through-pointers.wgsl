// write out: 8 linear 8
// race: workgroup
// needs: E15: atomics through pointers in functions, another family on the same element
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

fn count(p: ptr<workgroup, atomic<u32>>) { atomicAdd(p, 1u); }
fn mark(p: ptr<workgroup, atomic<u32>>) { atomicOr(p, 8u); }

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  count(&n[k >> 1u]);
  mark(&n[3u - k]);
  out[k] = k;
}
