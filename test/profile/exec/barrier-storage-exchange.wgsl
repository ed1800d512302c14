// grid: 2 1 1
// write out: 16 linear 8
// result out: 100 101 102 103 1 2 3 0 110 111 112 113 11 12 13 10
// needs: E9: invocations exchange through own words of a buffer, ordered by storageBarrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  let base = 8u * w.x;
  out[base + k] = 10u * w.x + k;
  storageBarrier();
  let x = out[base + (k + 1u) % 4u];
  storageBarrier();
  out[base + k] += 100u;
  out[base + 4u + k] = x;
}
