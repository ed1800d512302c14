// budget: 3
// write out: 8 linear 8
// race: workgroup
// needs: E15: without a barrier at its end, the next round stores what others still load
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var x = 0u;
  for (var i = 0u; i < 3u; i++) {
    t[k] = k + i + x;
    workgroupBarrier();
    x = t[(k + 1u) & 3u];
  }
  out[k] = x;
}
