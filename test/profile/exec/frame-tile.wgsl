// grid: 2 1 1
// write out: 16 tile 4x4 2x2@yx
// from out: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
// result out: 50 51 52 53 54 55 56 57 1 1 1 1 1 1 1 1
// needs: J14: rows beyond the last workgroup are the frame of a tiled version
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  out[4u * id.y + id.x] = 4u * id.y + id.x + 50u;
}
