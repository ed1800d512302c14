// Product of two int8 matrices with int32 sums, staged in workgroup memory: c[i][j] = sum over t of a[i][t] * bt[j][t]. The usual
// way on a GPU, and the hard one for an executor: two barriers for each 32 elements of a row, over which the sums stay alive.
//
// Bindings   0 a   read   i8[m, k], row by row, four elements a word, the first in the lowest byte
//            1 bt  read   i8[n, k], the same packing: the right operand transposed
//            2 c   write  i32[m, n]
// Overrides  n, k         n a multiple of 64, k of 32, at most 131068; n * k / 4 and m * n < 2^32; m is a multiple of 64 too
// Owner map  [m, n] in tiles of 64×64; workgroup x selects columns, y selects rows
// Loops      k / 32 back-edges with barriers, 8 * k / 32 back-edges without, an invocation

override n: u32;
override k: u32;

@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> bt: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<i32>;

// Words of a row that are staged at once; rows of a tile; a row more would be needed against bank conflicts of a GPU.
const depth = 8u;
const side = 64u;

var<workgroup> left: array<u32, 512>;
var<workgroup> right: array<u32, 512>;

fn dots(x: u32, y: vec4<u32>) -> vec4<i32> {
  return vec4<i32>(dot4I8Packed(x, y.x), dot4I8Packed(x, y.y), dot4I8Packed(x, y.z), dot4I8Packed(x, y.w));
}

fn store_row(start: u32, sums: vec4<i32>) {
  c[start] = sums.x;
  c[start + 1u] = sums.y;
  c[start + 2u] = sums.z;
  c[start + 3u] = sums.w;
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(local_invocation_index) index: u32,
) {
  let words = k / 4u;
  // Each invocation stages two words of each operand: of rows `row` and `row + 32` of the tile.
  let row = index / depth;
  let word = index % depth;
  let from_a = (group.y * side + row) * words + word;
  let from_b = (group.x * side + row) * words + word;

  var sums0 = vec4<i32>();
  var sums1 = vec4<i32>();
  var sums2 = vec4<i32>();
  var sums3 = vec4<i32>();
  for (var step = 0u; step < k / 32u; step++) {
    let at = step * depth;
    left[index] = a[from_a + at];
    left[index + 256u] = a[from_a + 32u * words + at];
    right[index] = bt[from_b + at];
    right[index + 256u] = bt[from_b + 32u * words + at];
    workgroupBarrier();
    for (var t = 0u; t < depth; t++) {
      let x = local.y * 32u + t;
      let y = local.x * 32u + t;
      let columns = vec4<u32>(right[y], right[y + 8u], right[y + 16u], right[y + 24u]);
      sums0 += dots(left[x], columns);
      sums1 += dots(left[x + 8u], columns);
      sums2 += dots(left[x + 16u], columns);
      sums3 += dots(left[x + 24u], columns);
    }
    workgroupBarrier();
  }

  let to = (group.y * side + local.y * 4u) * n + group.x * side + local.x * 4u;
  store_row(to, sums0);
  store_row(to + n, sums1);
  store_row(to + 2u * n, sums2);
  store_row(to + 3u * n, sums3);
}
