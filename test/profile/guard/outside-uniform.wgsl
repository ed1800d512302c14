// read u: 1 2 3 4 5 6 7 8 9 0 0 0 10 11 12 0
// read at: 0 2 1 3 2 0 0 4 268435456 1 4294967295 4294967295
// write out: 12 linear 12
// result out: 103 112 108 100 100 110 100 100 100 111 100 100
// guards: outside
// needs: E10: indices of arrays and vectors in a uniform buffer
struct U { list: array<vec4<u32>, 2>, n: u32, v: vec3<u32> }
@group(0) @binding(0) var<uniform> u: U;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<vec2<u32>>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  let p = at[k];
  out[2u * k] = u.list[p.x][p.y] + 100u;
  out[2u * k + 1u] = u.v[p.y] + 100u;
}
