// grid: 2 1 1
// budget: 3
// read a: 3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3
// write out: 2 linear 1
// result out: 31 49
// needs: E7: a reduction by halves with a barrier behind each step
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  t[k] = a[8u * w.x + k];
  workgroupBarrier();
  for (var s = 4u; s > 0u; s >>= 1u) {
    if (k < s) { t[k] += t[k + s]; }
    workgroupBarrier();
  }
  if (k == 0u) { out[w.x] = t[0]; }
}
