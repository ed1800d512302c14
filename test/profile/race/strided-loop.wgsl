// budget: 10
// write out: 4 linear 4
// result out: 10 15 20 25
// race: none
// needs: E15 control: k + 4i of four invocations never meet, in any round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 64>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 5u; i++) { t[k + 4u * i] = k + i; }
  for (var i = 0u; i < 5u; i++) { out[k] += t[k + 4u * i]; }
}
