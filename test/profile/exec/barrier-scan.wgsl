// budget: 4
// read a: 3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3
// write out: 16 linear 16
// result out: 3 4 8 9 14 23 25 31 36 39 44 52 61 68 77 80
// needs: E7: a prefix sum in place: read, barrier, write, barrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

var<workgroup> t: array<u32, 16>;

@compute @workgroup_size(16)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = a[k];
  workgroupBarrier();
  for (var s = 1u; s < 16u; s <<= 1u) {
    var x = 0u;
    if (k >= s) { x = t[k - s]; }
    workgroupBarrier();
    t[k] += x;
    workgroupBarrier();
  }
  out[k] = t[k];
}
