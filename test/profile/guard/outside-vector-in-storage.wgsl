// read v: 1 2 3 4 5 6 7 8
// read w: 11 12 13 99 15 16 17 99
// write out: 20 linear 20
// write to: 4 linear 4
// result out: 1 11 4 1 2 12 4 1 3 13 4 1 4 0 4 1 0 0 8 1
// result to: 1 2 0 0
// guards: outside
// needs: E10: the component index of a vector in a buffer; behind it lies the next vector
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<storage, read> w: array<vec3<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> to: array<vec2<u32>>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = vec4(v[0][k], w[0][k], v[k >> 2u][3], 1u);
  to[0][k] = k + 1u;
}
