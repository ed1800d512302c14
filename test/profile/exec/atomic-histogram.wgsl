// grid: 2 1 1
// budget: 2
// read a: 3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 3 9 7 9 8 5 3 5 6 2 9 5 1 4 1 3
// write out: 8 linear 4
// result out: 3 12 2 7 3 12 4 5
// needs: P4: a histogram in workgroup memory, one for each workgroup
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

var<workgroup> bins: array<atomic<u32>, 4>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  for (var i = 0u; i < 2u; i++) {
    atomicAdd(&bins[a[16u * w.x + 8u * i + k] & 3u], i + 1u);
  }
  workgroupBarrier();
  if (k < 4u) { out[4u * w.x + k] = atomicLoad(&bins[k]); }
}
