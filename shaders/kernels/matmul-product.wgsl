// Product of two int8 matrices with int32 sums: c[i][j] = sum over t of a[i][t] * bt[j][t].
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
