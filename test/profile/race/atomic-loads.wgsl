// write out: 4 linear 4
// result out: 0 1 2 3
// race: none
// needs: P5 control: atomicLoads of all invocations
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> n: array<atomic<u32>, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = atomicLoad(&n[0]) + atomicLoad(&n[k]) + k;
}
