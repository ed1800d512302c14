// write out: 4 linear 4
// result out: 2 3 4 0
// race: none
// needs: E15 control: a barrier in the function that stores through a pointer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

fn put(p: ptr<workgroup, array<u32, 8>>, i: u32, x: u32) {
  (*p)[i] = x;
  workgroupBarrier();
}

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  put(&t, k, k + 1u);
  let q = &t[k + 1u];
  out[k] = *q;
}
