// budget: 3
// read n: 0
// write out: 2 linear 2
// result out: 0 0
// guards: loop-budget
// needs: E7, E14: a branch with a barrier in it ends a region, also where it is not taken.
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;
@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 9u; i++) { _ = k; }
  if (n == 1u) { workgroupBarrier(); }
  out[k] = 1u;
}
