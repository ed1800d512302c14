// budget: 4
// write out: 6 linear 6
// result out: 0 5 2 2 2 2
// guards: loop-budget
// needs: E14: an invocation runs out in the inner loop: the cell ends with that region, in the middle of the outer loop
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 2u * k; j++) { out[k]++; }
    out[2u + k] = i;
    workgroupBarrier();
    out[4u + k] = i + 1u;
  }
  out[4u + k] = 9u;
}
