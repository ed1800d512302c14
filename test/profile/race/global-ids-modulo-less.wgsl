// grid: 2 1 1
// write out: 8 linear 4
// race: workgroup
// needs: E15: and modulo less than it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  t[id.x % 3u] = id.x;
  out[id.x] = id.x;
}
