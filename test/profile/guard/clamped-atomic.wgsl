// read at: 0 2 3 4294967295
// write out: 7 linear 7
// result out: 1 0 9 1 9 9 9
// guards: clamped
// needs: E13: atomics on an element outside go to the last one
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

var<workgroup> bins: array<atomic<u32>, 3>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&bins[at[k]], k + 1u);
  workgroupBarrier();
  if (k < 3u) { out[k] = atomicLoad(&bins[k]); }
  out[3u + k] = atomicLoad(&bins[at[k]]);
}
