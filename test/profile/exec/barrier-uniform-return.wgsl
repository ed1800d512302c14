// grid: 3 1 1
// budget: 2
// write out: 6 linear 2
// result out: 1 0 12 10 33 30
// needs: V38: a uniform return in a loop with a barrier ends the kernel for all; its region is kept
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  for (var i = 0u; i < 4u; i++) {
    t[k] = 10u * i + k;
    workgroupBarrier();
    out[2u * w.x + k] += t[1u - k];
    if (i == w.x) { return; }
    workgroupBarrier();
  }
  out[2u * w.x + k] = 99u;
}
