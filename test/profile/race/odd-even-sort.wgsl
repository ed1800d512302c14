// budget: 8
// read a: 5 3 9 1 8 2 7 4
// write out: 8 linear 8
// result out: 1 2 3 4 5 7 8 9
// race: none
// needs: E15 control: an odd-even sort with a barrier behind each round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = a[k];
  t[k + 4u] = a[k + 4u];
  workgroupBarrier();
  for (var i = 0u; i < 8u; i++) {
    let at = 2u * k + (i & 1u);
    if (at < 7u) {
      let low = min(t[at], t[at + 1u]);
      t[at + 1u] = max(t[at], t[at + 1u]);
      t[at] = low;
    }
    workgroupBarrier();
  }
  out[k] = t[k];
  out[k + 4u] = t[k + 4u];
}
