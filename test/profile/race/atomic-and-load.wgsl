// write out: 8 linear 8
// race: workgroup
// needs: P5: atomicLoad beside atomicAdd of others is a plain load
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&n[0], 1u);
  out[k] = atomicLoad(&n[0]);
}
