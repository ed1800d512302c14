// budget: 3
// write out: 2 linear 2
// result out: 4 4
// guards: loop-budget
// race: none
// needs: E14, E15: the race is behind the region in which the cell ends
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 5u; i++) { out[k]++; }
  workgroupBarrier();
  t[0] = k;
}
