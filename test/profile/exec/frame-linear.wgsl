// grid: 2 1 1
// write out: 16 linear 4 3
// from out: 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
// result out: 20 21 22 2323 24 2525 2626 27 2828 2929 30 31 32 33 34 35
// needs: J14: words before and behind the own ones keep what they had; own words start from it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = 3u + id.x;
  if (id.x % 3u != 1u) { out[word] += 100u * out[word]; }
}
