// grid: 3 1 1
// budget: 3
// write out: 6 linear 2
// result out: 110 101 132 123 4 4
// guards: loop-budget
// needs: E14: only the cells that run out end early
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  for (var i = 0u; i < 2u * w.x + k; i++) { t[k]++; }
  out[2u * w.x + k] = t[k];
  workgroupBarrier();
  out[2u * w.x + k] += 10u * t[1u - k] + 100u;
}
