// Transposes an int8 matrix, so that a column's elements lie four to a word: bt[column][row] = b[row][column].
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
