// write out: 8 linear 8
// result out: 0 1 2 3 3 2 1 0
// race: none
// needs: E9 control: storageBarrier orders storage
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  storageBarrier();
  let x = out[3u - k];
  out[4u + k] = x;
}
