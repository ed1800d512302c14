// budget: 3
// write out: 4 linear 4
// result out: 12 12 28 28
// race: none
// needs: E15 control: two buffers in turn need one barrier a round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> d: array<array<u32, 4>, 2>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  d[0][k] = k + 1u;
  workgroupBarrier();
  for (var i = 0u; i < 3u; i++) {
    d[1u - (i & 1u)][k] = d[i & 1u][k] + d[i & 1u][k ^ 1u];
    workgroupBarrier();
  }
  out[k] = d[1][k];
}
