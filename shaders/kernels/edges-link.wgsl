// Double threshold with local hysteresis: a pixel is an edge if its magnitude is at least high, or if it is at least low and
// one of its eight neighbours is at least high. Edges become white, all else black, alpha 255.
//
// Bindings   0 thinned  read   one word a pixel: magnitude (see edges-thin.wgsl)
//            1 edges    write  one word a pixel: 0xffffffff or 0xff000000
// Overrides  width, height     pixels, at least 1; width * height < 2^32
//            low, high         magnitudes, 1 <= low <= high
// Owner map  [height, width] in tiles of 8×8; workgroup x selects columns, y selects rows
// Loops      none (budget 0)

override width: u32;
override height: u32;
override low: u32;
override high: u32;

@group(0) @binding(0) var<storage, read> thinned: array<u32>;
@group(0) @binding(1) var<storage, read_write> edges: array<u32>;

fn strongest_in_row(x: u32, y: u32) -> u32 {
  let start = y * width;
  let west = thinned[start + (max(x, 1u) - 1u)];
  let east = thinned[start + min(x + 1u, width - 1u)];
  return max(max(west, east), thinned[start + x]);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let x = id.x;
  let y = id.y;
  if (x < width && y < height) {
    let above = strongest_in_row(x, max(y, 1u) - 1u);
    let below = strongest_in_row(x, min(y + 1u, height - 1u));
    // The pixel itself is among the nine: since low <= high, the one test covers strong pixels too.
    let strongest = max(max(above, below), strongest_in_row(x, y));
    let is_edge = thinned[y * width + x] >= low && strongest >= high;

    edges[y * width + x] = select(0xff000000u, 0xffffffffu, is_edge);
  }
}
