// budget: 4
// write out: 4 linear 4
// result out: 0 4 7 7
// needs: E14 control: loops with and without barriers are counted apart: 4 for the workgroup, 4 for each invocation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < k; j++) { out[k]++; }
    workgroupBarrier();
  }
  out[2u + k] = 7u;
}
