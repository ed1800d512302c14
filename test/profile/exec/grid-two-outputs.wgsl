// grid: 1 3 1
// budget: 4
// read a: 1 -2 3 4 5 6 7 -8 -9 10 11 12
// write rows: 3 linear 1
// write all: 12 tile 4x3 4x1@-y
// from all: 100 100 100 100 100 100 100 100 100 100 100 100
// result rows: 6 10 24
// result all: 99 95 109 102 94 90 97 93 89 96 108 88
// needs: J10: two written versions with different owner maps, one started from another version
@group(0) @binding(0) var<storage, read> a: array<i32>;
@group(0) @binding(1) var<storage, read_write> rows: array<i32>;
@group(0) @binding(2) var<storage, read_write> all: array<i32>;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) w: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  let x = a[4u * w.y + k];
  all[k * 3u + w.y] -= x;
  if (k == 0u) {
    for (var i = 0u; i < 4u; i++) { rows[w.y] += a[4u * w.y + i]; }
  }
}
