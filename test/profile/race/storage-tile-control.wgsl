// grid: 2 2 1
// write out: 16 tile 4x4 2x2@yx
// result out: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
// race: none
// needs: E15 control: a tile of a matrix with a border that is left alone
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { out[4u * id.y + id.x] += 4u * id.y + id.x; }
