// Non-maximum suppression: a pixel keeps its gradient magnitude if that is greater than the magnitude behind it and not less
// than the one ahead of it, along its gradient; otherwise it becomes 0. Of two equal neighbours the first one stays.
// Pixels outside the picture equal the nearest pixel inside.
//
// Bindings   0 gradient  read   one word a pixel: magnitude | direction << 16 (see edges-gradient.wgsl)
//            1 thinned   write  one word a pixel: magnitude or 0
// Overrides  width, height      pixels, at least 1; width * height < 2^32
// Owner map  [height, width] in tiles of 8×8; workgroup x selects columns, y selects rows
// Loops      none (budget 0)

override width: u32;
override height: u32;

@group(0) @binding(0) var<storage, read> gradient: array<u32>;
@group(0) @binding(1) var<storage, read_write> thinned: array<u32>;

fn magnitude(x: u32, y: u32) -> u32 {
  return gradient[y * width + x] & 0xffffu;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let x = id.x;
  let y = id.y;
  if (x < width && y < height) {
    let west = max(x, 1u) - 1u;
    let east = min(x + 1u, width - 1u);
    let north = max(y, 1u) - 1u;
    let south = min(y + 1u, height - 1u);

    let word = gradient[y * width + x];
    let here = word & 0xffffu;
    let direction = word >> 16u;
    // All directions but 0 point down; 3 points to the left, 2 straight down.
    let ahead_x = select(select(east, x, direction == 2u), west, direction == 3u);
    let behind_x = select(select(west, x, direction == 2u), east, direction == 3u);
    let ahead = magnitude(ahead_x, select(south, y, direction == 0u));
    let behind = magnitude(behind_x, select(north, y, direction == 0u));

    thinned[y * width + x] = select(0u, here, here > behind && here >= ahead);
  }
}
