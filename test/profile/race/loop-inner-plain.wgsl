// budget: 2
// write out: 8 linear 8
// race: workgroup
// needs: E15: a shared total in a loop without barriers
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> total: u32;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < k; i++) { total += i; }
  out[k] = k;
}
