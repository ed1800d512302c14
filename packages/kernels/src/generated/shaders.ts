// Generated from shaders/kernels by packages/tools. Do not edit.

export const edgesBlur: string = `// Gaussian blur of a picture: 5×5 binomial weights (1 4 6 4 1 in x and in y, 256 in total), rounded to nearest,
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
`;

export const edgesGradient: string = `// Sobel gradient of a picture's luma, as magnitude and direction in one word. Alpha is ignored.
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
`;

export const edgesLink: string = `// Double threshold with local hysteresis: a pixel is an edge if its magnitude is at least high, or if it is at least low and
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
`;

export const edgesThin: string = `// Non-maximum suppression: a pixel keeps its gradient magnitude if that is greater than the magnitude behind it and not less
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
`;

export const matmulPack: string = `// Transposes an int8 matrix, so that a column's elements lie four to a word: bt[column][row] = b[row][column].
//
// Bindings   0 b   read   i8[k, n], row by row, four elements a word, the first in the lowest byte
//            1 bt  write  i8[n, k], the same packing: n rows of k / 4 words
// Overrides  n, k         at least 1; k a multiple of 4; n * k <= 2^32
// Owner map  [n, k / 4] in tiles of 64×4 words; workgroup x selects rows of bt, y selects words in a row
// Loops      none (budget 0)

override n: u32;
override k: u32;

@group(0) @binding(0) var<storage, read> b: array<u32>;
@group(0) @binding(1) var<storage, read_write> bt: array<u32>;

fn element(row: u32, column: u32) -> u32 {
  let position = row * n + column;
  return (b[position >> 2u] >> (((position & 3u) * 8u) & 31u)) & 0xffu;
}

// Neighbouring invocations take neighbouring columns, so that the bytes that they read share words.
@compute @workgroup_size(64, 4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let word = id.y;
  let words = k / 4u;
  if (column < n && word < words) {
    let row = word * 4u;
    bt[column * words + word] = element(row, column) | (element(row + 1u, column) << 8u) |
      (element(row + 2u, column) << 16u) | (element(row + 3u, column) << 24u);
  }
}
`;

export const matmulProduct: string = `// Product of two int8 matrices with int32 sums: c[i][j] = sum over t of a[i][t] * bt[j][t].
// No sum overflows: k <= 131068 and |a * b| <= 2^14, so it stays below 2^31.
//
// Bindings   0 a   read   i8[m, k], row by row, four elements a word, the first in the lowest byte
//            1 bt  read   i8[n, k], the same packing: the right operand transposed (see matmul-pack.wgsl)
//            2 c   write  i32[m, n]
// Overrides  m, n, k      at least 1; k a multiple of 4, at most 131068; m * k / 4, n * k / 4 and m * n < 2^32
// Owner map  [m, n] in tiles of 64×64; workgroup x selects columns, y selects rows
// Loops      one, over the words of a row: exactly k / 4 back-edges an invocation
//
// An invocation makes 4×4 sums, so that eight loaded words feed sixteen dot products. Rows and columns past the end repeat
// the last one and are not stored. Operands are not staged in workgroup memory: barriers cost more than they save where a
// CPU runs the shader, and on a GPU the sixteen invocations that load the same word at the same time share its cache line.

override m: u32;
override n: u32;
override k: u32;

@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> bt: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<i32>;

fn dots(x: u32, y: vec4<u32>) -> vec4<i32> {
  return vec4<i32>(dot4I8Packed(x, y.x), dot4I8Packed(x, y.y), dot4I8Packed(x, y.z), dot4I8Packed(x, y.w));
}

fn store_row(row: u32, column: u32, sums: vec4<i32>) {
  if (row < m) {
    let start = row * n;
    if (column < n) {
      c[start + column] = sums.x;
    }
    if (column + 1u < n) {
      c[start + column + 1u] = sums.y;
    }
    if (column + 2u < n) {
      c[start + column + 2u] = sums.z;
    }
    if (column + 3u < n) {
      c[start + column + 3u] = sums.w;
    }
  }
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.y * 4u;
  let column = id.x * 4u;
  let words = k / 4u;

  let a0 = min(row, m - 1u) * words;
  let a1 = min(row + 1u, m - 1u) * words;
  let a2 = min(row + 2u, m - 1u) * words;
  let a3 = min(row + 3u, m - 1u) * words;
  let b0 = min(column, n - 1u) * words;
  let b1 = min(column + 1u, n - 1u) * words;
  let b2 = min(column + 2u, n - 1u) * words;
  let b3 = min(column + 3u, n - 1u) * words;

  var sums0 = vec4<i32>();
  var sums1 = vec4<i32>();
  var sums2 = vec4<i32>();
  var sums3 = vec4<i32>();
  for (var word = 0u; word < words; word++) {
    let y = vec4<u32>(bt[b0 + word], bt[b1 + word], bt[b2 + word], bt[b3 + word]);
    sums0 += dots(a[a0 + word], y);
    sums1 += dots(a[a1 + word], y);
    sums2 += dots(a[a2 + word], y);
    sums3 += dots(a[a3 + word], y);
  }

  store_row(row, column, sums0);
  store_row(row + 1u, column, sums1);
  store_row(row + 2u, column, sums2);
  store_row(row + 3u, column, sums3);
}
`;
