// grid: 2 2 1
// write out: 16 tile 4x4 2x2@yx
// result out: 1 2 0 0 11 12 0 0 0 0 23 24 0 0 33 34
// guards: not-owned
// needs: E12: rows and columns exchanged: only the words whose owner the cell is by chance
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { out[4u * id.x + id.y] = 10u * id.x + id.y + 1u; }
