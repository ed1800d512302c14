// budget: 1
// write out: 4 linear 4
// result out: 1 2 3 0
// race: none
// needs: E15 control: a loop of one round needs no barrier at its end
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var x = 0u;
  for (var i = 0u; i < 1u; i++) {
    t[k] = k + i + x;
    workgroupBarrier();
    x = t[(k + 1u) & 3u];
  }
  out[k] = x;
}
