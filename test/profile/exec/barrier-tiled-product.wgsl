// grid: 2 2 1
// override n: 4
// budget: 4
// read a: 1 -2 3 4 5 6 -7 8 9 10 11 -12 13 14 15 2147483647
// read b: 2 0 1 3 1 1 1 1 0 5 -2 4 3 2 1 2147483647
// write c: 16 tile 4x4 2x2@yx
// result c: 12 21 -3 9 40 -13 33 -15 -8 41 -15 93 -2147483611 87 2147483644 114
// needs: E7: a tiled matrix product: load tiles, barrier, multiply, barrier
@group(0) @binding(0) var<storage, read> a: array<i32>;
@group(0) @binding(1) var<storage, read> b: array<i32>;
@group(0) @binding(2) var<storage, read_write> c: array<i32>;
override n: u32;
var<workgroup> left: array<array<i32, 2>, 2>;
var<workgroup> right: array<array<i32, 2>, 2>;

@compute @workgroup_size(2, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_id) l: vec3<u32>) {
  var sum = 0;
  for (var t = 0u; t < n; t += 2u) {
    left[l.y][l.x] = a[id.y * n + t + l.x];
    right[l.y][l.x] = b[(t + l.y) * n + id.x];
    workgroupBarrier();
    for (var k = 0u; k < 2u; k++) { sum += left[l.y][k] * right[k][l.x]; }
    workgroupBarrier();
  }
  c[id.y * n + id.x] = sum;
}
