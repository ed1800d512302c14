// budget: 4
// read n: 4
// write out: 4 linear 4
// result out: 43 43 7 7
// needs: E14 control: a loop that holds a barrier is counted once for the workgroup; where it is used up the cell ends, budget 4
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;
var<workgroup> t: array<u32, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < n; i++) {
    t[k] += 1u;
    workgroupBarrier();
    out[k] = 10u * t[1u - k] + i;
    workgroupBarrier();
  }
  out[2u + k] = 7u;
}
