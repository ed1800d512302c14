// budget: 3
// read n: 0
// write out: 6 linear 6
// result out: 3 3 3 1 1 1
// needs: E14: a loop in which a barrier can be reached is one of the workgroup, though none is reached; its count is once for all
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 3u; i++) {
    if (n == 1u) { workgroupBarrier(); }
    for (var j = 0u; j < 1u; j++) { out[k]++; }
  }
  out[3u + k] = 1u;
}
