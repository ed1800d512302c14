// write out: 8 linear 8
// race: workgroup
// needs: E16: the region of the later access decides: the storage race began earlier and shows later
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 1u) { out[0] = 1u; }
  workgroupBarrier();
  t[0] = k;
  workgroupBarrier();
  if (k == 0u) { out[0] = 2u; }
}
