// read u: 1 2 3 4 5 6 7 8 9 0 0 0 10 11 12 0
// read at: 1 3 0 1
// write out: 2 linear 2
// result out: 92 30
// needs: E10 control: the last indices of arrays and vectors in a uniform buffer
struct U { list: array<vec4<u32>, 2>, n: u32, v: vec3<u32> }
@group(0) @binding(0) var<uniform> u: U;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<vec2<u32>>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let p = at[k];
  out[k] = 10u * u.list[p.x][p.y] + u.v[p.y - 1u];
}
