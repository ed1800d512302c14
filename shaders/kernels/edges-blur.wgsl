// Gaussian blur of a picture: 5×5 binomial weights (1 4 6 4 1 in x and in y, 256 in total), rounded to nearest,
// each of the four channels by itself. Pixels outside the picture equal the nearest pixel inside.
//
// Bindings   0 picture  read   one word a pixel, row by row: r | g << 8 | b << 16 | a << 24
//            1 blurred  write  the same form
// Overrides  width, height     pixels, at least 1; width * height < 2^32
// Owner map  [height, width] in tiles of 8×8; workgroup x selects columns, y selects rows
// Loops      none (budget 0)

override width: u32;
override height: u32;

@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read_write> blurred: array<u32>;

// Two channels a word with 16 bits each: the largest weighted sum, 255 * 256 + 128, still fits.
fn lanes(pixel: u32) -> vec2<u32> {
  return vec2<u32>(pixel & 0x00ff00ffu, (pixel >> 8u) & 0x00ff00ffu);
}

fn weigh(v0: vec2<u32>, v1: vec2<u32>, v2: vec2<u32>, v3: vec2<u32>, v4: vec2<u32>) -> vec2<u32> {
  return (v0 + v4) + (v1 + v3) * 4u + v2 * 6u;
}

fn blur_row(x: u32, y: u32) -> vec2<u32> {
  let start = y * width;
  return weigh(
    lanes(picture[start + (max(x, 2u) - 2u)]),
    lanes(picture[start + (max(x, 1u) - 1u)]),
    lanes(picture[start + x]),
    lanes(picture[start + min(x + 1u, width - 1u)]),
    lanes(picture[start + min(x + 2u, width - 1u)]),
  );
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let x = id.x;
  let y = id.y;
  if (x < width && y < height) {
    let total = weigh(
      blur_row(x, max(y, 2u) - 2u),
      blur_row(x, max(y, 1u) - 1u),
      blur_row(x, y),
      blur_row(x, min(y + 1u, height - 1u)),
      blur_row(x, min(y + 2u, height - 1u)),
    );
    let red_blue = ((total.x + 0x00800080u) >> 8u) & 0x00ff00ffu;
    let green_alpha = (total.y + 0x00800080u) & 0xff00ff00u;
    blurred[y * width + x] = red_blue | green_alpha;
  }
}
