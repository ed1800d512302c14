// budget: 3
// write out: 8 linear 8
// race: workgroup
// needs: E15: one buffer in place of two in turn, one barrier a round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> d: array<array<u32, 4>, 2>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  d[0][k] = k + 1u;
  workgroupBarrier();
  for (var i = 0u; i < 3u; i++) {
    d[i & 1u][k] = d[i & 1u][k] + d[i & 1u][k ^ 1u];
    workgroupBarrier();
  }
  out[k] = d[1][k];
}
