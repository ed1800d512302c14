// budget: 10
// write out: 4 linear 4
// result out: 0 10 20 30
// race: none
// needs: E15 control: blocks of five words each
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 5u; i++) { t[5u * k + i] = k * i; }
  for (var i = 5u; i > 0u; i--) { out[k] += t[5u * k + i - 1u]; }
}
