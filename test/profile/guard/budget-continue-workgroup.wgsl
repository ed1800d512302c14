// grid: 2 1 1
// budget: 2
// write out: 4 linear 2
// result out: 13 13 23 23
// guards: loop-budget
// needs: E14: a uniform continue in a loop with a barrier takes a back-edge of the workgroup
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  for (var i = 0u; i < 4u; i++) {
    out[2u * w.x + k] += 1u;
    if (i % 2u == w.x) { continue; }
    workgroupBarrier();
    out[2u * w.x + k] += 10u;
  }
}
