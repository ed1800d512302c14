// override n: 16
// budget: 4
// read a: 3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3
// write out: 16 linear 16
// result out: 9 1 4 1 9 9 6 6 9 3 8 8 9 7 9 3
// needs: E7: a reduction by doubled strides, the bound an override
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

override n: u32;
var<workgroup> t: array<u32, n>;

@compute @workgroup_size(n)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = a[k];
  workgroupBarrier();
  for (var s = 1u; s < n; s *= 2u) {
    if (k % (2u * s) == 0u) { t[k] = max(t[k], t[k + s]); }
    workgroupBarrier();
  }
  out[k] = t[k];
}
