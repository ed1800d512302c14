// grid: 2 2 1
// write out: 24 tile 4x6 2x3@yx
// result out: 100 101 102 203 204 205 106 107 108 209 210 211 312 313 314 415 416 417 318 319 320 421 422 423
// needs: E12 control: each cell stores its tile of 2 x 3 words and nothing else
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) w: vec3<u32>) {
  let word = 6u * id.y + id.x;
  out[word] = 100u * (1u + w.x + 2u * w.y) + word;
}
