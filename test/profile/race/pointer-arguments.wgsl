// write out: 8 linear 8
// race: workgroup
// needs: E15: two pointers of different invocations lead to one word
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

fn put(p: ptr<workgroup, array<u32, 8>>, i: u32, x: u32) { (*p)[i] = x; }

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  put(&t, k, k);
  let q = &t[k + 1u];
  out[k] = *q;
}
