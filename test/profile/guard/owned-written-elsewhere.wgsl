// grid: 4 1 1
// write rows: 16 linear 4
// write columns: 16 tile 4x4 4x1@-x
// result rows: 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4
// result columns: 11 10 10 10 10 12 10 10 10 10 13 10 10 10 10 14
// guards: not-owned
// needs: E12: the same words are own in one written version and foreign in the other
@group(0) @binding(0) var<storage, read_write> rows: array<u32>;
@group(0) @binding(1) var<storage, read_write> columns: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  rows[4u * w.x + k] = 1u + k;
  columns[4u * w.x + k] = 1u + k;
  columns[4u * k + w.x] += 10u;
}
