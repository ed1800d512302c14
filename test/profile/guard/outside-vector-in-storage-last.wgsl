// read v: 1 2 3 4 5 6 7 8
// write to: 4 linear 4
// result to: 0 3 8 0
// needs: E10 control: the last component by a run-time index
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<storage, read_write> to: array<vec2<u32>>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) { to[k][1u - k] = v[k][k + 2u]; }
