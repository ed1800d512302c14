// grid: 2 2 1
// write out: 24 tile 4x6 2x3@xy
// result out: 0 3 4 9 8 15 20 33 24 39 28 45 40 63 44 69 48 75 60 93 64 99 68 105
// needs: J12: the slowest dimension by x, the fastest by y; a cell loads the own words again
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 3)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = 6u * id.x + id.y;
  out[word] = id.x * 10u + id.y;
  out[word] *= 2u + out[word] % 2u;
}
