// write out: 4 linear 4
// result out: 13 4 31 22
// needs: E9: each barrier for its memory; both in a row order both
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 4>;

fn sync() {
  storageBarrier();
  workgroupBarrier();
}

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = k + 1u;
  out[k] = 10u * k;
  sync();
  let x = t[k ^ 1u] + out[k ^ 2u];
  sync();
  t[3u - k] = x;
  sync();
  out[k] = t[k];
}
