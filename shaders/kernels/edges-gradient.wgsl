// Sobel gradient of a picture's luma, as magnitude and direction in one word. Alpha is ignored.
// luma = (77 r + 150 g + 29 b + 128) / 256, rounded down: 0 to 255. y points down.
//
// Bindings   0 blurred   read   one word a pixel: r | g << 8 | b << 16 | a << 24
//            1 gradient  write  one word a pixel: magnitude | direction << 16
//                               magnitude: |gx| + |gy|, at most 1530
//                               direction of the gradient to the nearest 45°: 0 along x, 1 along (1, 1),
//                               2 along y, 3 along (-1, 1); 0 where the gradient is zero
// Overrides  width, height      pixels, at least 1; width * height < 2^32
// Owner map  [height, width] in tiles of 8×8; workgroup x selects columns, y selects rows
// Loops      none (budget 0)

override width: u32;
override height: u32;

@group(0) @binding(0) var<storage, read> blurred: array<u32>;
@group(0) @binding(1) var<storage, read_write> gradient: array<u32>;

fn luma(x: u32, y: u32) -> i32 {
  let pixel = blurred[y * width + x];
  let red = pixel & 0xffu;
  let green = (pixel >> 8u) & 0xffu;
  let blue = (pixel >> 16u) & 0xffu;
  return i32((77u * red + 150u * green + 29u * blue + 128u) >> 8u);
}

// Nearest multiple of 45°. The boundary is at tan 22.5° = sqrt(2) - 1, so |gy| <= |gx| tan 22.5° is
// (|gx| + |gy|)^2 <= 2 |gx|^2: exact in integers, and never equal but at zero, because sqrt(2) is irrational.
fn direction(gx: i32, gy: i32) -> u32 {
  let sum = abs(gx) + abs(gy);
  let diagonal = select(3u, 1u, (gx < 0) == (gy < 0));
  let upright = select(diagonal, 2u, sum * sum <= 2 * gy * gy);
  return select(upright, 0u, sum * sum <= 2 * gx * gx);
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

    let north_west = luma(west, north);
    let north_east = luma(east, north);
    let south_west = luma(west, south);
    let south_east = luma(east, south);
    let gx = (north_east - north_west) + 2 * (luma(east, y) - luma(west, y)) + (south_east - south_west);
    let gy = (south_west - north_west) + 2 * (luma(x, south) - luma(x, north)) + (south_east - north_east);

    gradient[y * width + x] = u32(abs(gx) + abs(gy)) | (direction(gx, gy) << 16u);
  }
}
