// V21: a struct in storage
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct Cell { a: u32, b: i32 }
struct R { total: u32, cells: array<Cell, 4> }
@group(0) @binding(1) var<storage, read_write> r: R;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  r.total += 1u;
  r.cells[lix].a = 2u;
  o[0] = r.total;
}
