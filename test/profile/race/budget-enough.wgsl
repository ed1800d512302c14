// budget: 5
// write out: 2 linear 2
// race: workgroup
// needs: E15: with enough budget the cell comes to the race
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 5u; i++) { out[k]++; }
  workgroupBarrier();
  t[0] = k;
}
