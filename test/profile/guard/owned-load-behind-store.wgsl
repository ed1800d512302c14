// grid: 2 1 1
// write out: 6 linear 3
// from out: 5 5 5 5 5 5
// result out: 1 2 5 1 2 5
// guards: not-owned
// needs: E11, E12: a word of another cell loads 0 also behind a store to it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let other = 3u * (1u - w.x);
  out[other] = 7u;
  out[3u * w.x] = out[other] + 1u;
  out[other]++;
  out[3u * w.x + 1u] = out[other] + 2u;
}
