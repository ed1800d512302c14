// write out: 9 linear 9
// result out: 0 3 6 1 4 7 2 5 8
// race: none
// needs: E15 control: a tile is read in columns behind a barrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> m: array<array<u32, 3>, 3>;

@compute @workgroup_size(3, 3)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  m[l.y][l.x] = k;
  workgroupBarrier();
  out[k] = m[l.x][l.y];
}
