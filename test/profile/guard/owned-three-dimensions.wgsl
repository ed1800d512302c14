// grid: 2 2 2
// override plane: 1
// write out: 32 tile 4x2x4 2x1x2@zyx
// result out: 0 0 0 0 0 0 0 0 1 2 3 4 11 12 13 14 0 0 0 0 0 0 0 0 201 202 203 204 211 212 213 214
// guards: not-owned outside
// needs: E12: a tile of three dimensions by z, y and x, and a store one plane away
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override plane: u32;

@compute @workgroup_size(2, 1, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = id.x + 4u * (id.y + 2u * (id.z + plane));
  out[word] = 100u * id.z + 10u * id.y + id.x + 1u;
}
