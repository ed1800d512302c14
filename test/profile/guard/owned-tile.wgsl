// grid: 2 2 1
// write out: 24 tile 4x6 2x3@yx
// result out: 100 101 102 203 204 205 106 107 108 209 210 211 312 313 314 415 416 417 318 319 320 421 422 423
// guards: not-owned
// needs: E12: a cell that stores a frame of one word around its tile changes only the tile
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(5, 4)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(workgroup_id) w: vec3<u32>) {
  let x = 3u * w.x + l.x;
  let y = 2u * w.y + l.y;
  if (x >= 1u && y >= 1u && x <= 6u && y <= 4u) {
    let word = 6u * (y - 1u) + x - 1u;
    out[word] = 100u * (1u + w.x + 2u * w.y) + word;
  }
}
