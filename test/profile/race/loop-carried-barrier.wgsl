// budget: 3
// write out: 4 linear 4
// result out: 9 8 7 6
// race: none
// needs: E15 control: a second barrier in each round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var x = 0u;
  for (var i = 0u; i < 3u; i++) {
    t[k] = k + i + x;
    workgroupBarrier();
    x = t[(k + 1u) & 3u];
    workgroupBarrier();
  }
  out[k] = x;
}
