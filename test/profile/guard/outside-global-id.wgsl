// grid: 2 1 1
// read a: 1 2 3 4 5 6
// write out: 7 linear 4
// result out: 2 3 4 5 6 7 1
// guards: outside
// needs: E10: more invocations than words, the index a builtin value
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { out[id.x] = a[id.x] + 1u; }
