// grid: 2 1 1
// write out: 6 linear 3
// result out: 1 2 3 11 12 13
// needs: E12 control: a check against the own range
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  let word = 3u * w.x + k;
  if (word < 3u * w.x + 3u) { out[word] += 10u * w.x + k + 1u; }
}
