// write out: 9 linear 9
// race: workgroup
// needs: E15: a tile is read in columns without a barrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> m: array<array<u32, 3>, 3>;

@compute @workgroup_size(3, 3)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  m[l.y][l.x] = k;
  out[k] = m[l.x][l.y];
}
