// write out: 8 linear 8
// result out: 0 1 2 3 4 5 6 7
// race: none
// needs: E15 control: (k / 2, k % 2) tells all invocations apart
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> m: array<array<u32, 2>, 4>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  m[k / 2u][k % 2u] = k;
  out[k] = m[k / 2u][k % 2u];
}
