// write out: 16 linear 16
// result out: 0 1 2 3 10 11 12 18 100 101 102 103 110 111 112 113
// needs: V13: a written array of arrays of vec4 with constant and run-time indices at each level
@group(0) @binding(0) var<storage, read_write> out: array<array<vec4<u32>, 2>, 2>;

@compute @workgroup_size(4, 2, 2)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  out[id.z][id.y][id.x] = 100u * id.z + 10u * id.y + id.x;
  if (id.x == 3u && id.y == 1u && id.z == 0u) { out[0][1].w += 5u; }
}
