// budget: 6
// write out: 8 linear 8
// race: workgroup
// needs: E15: i <= 5 goes over into the next block
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i <= 5u; i++) { t[5u * k + i] = k * i; }
  out[k] = k;
}
