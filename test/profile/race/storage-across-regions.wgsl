// write out: 8 linear 8
// race: out
// needs: E15, E16: storage races span the regions that workgroup barriers cut
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 1u) { out[3] = 1u; }
  workgroupBarrier();
  t[k] = k;
  workgroupBarrier();
  if (k == 0u) { out[3] = 2u; }
}
