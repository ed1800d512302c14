// budget: 2
// write out: 6 linear 6
// result out: 12 12 12 0 0 0
// guards: loop-budget
// needs: E14: workgroupUniformLoad in a loop makes it one of the workgroup
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> x: u32;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 5u; i++) {
    if (k == 1u) { x += 2u; }
    out[k] += workgroupUniformLoad(&x);
  }
  out[3u + k] = 1u;
}
