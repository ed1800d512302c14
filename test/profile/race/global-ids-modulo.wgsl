// grid: 2 1 1
// write out: 8 linear 4
// result out: 0 1 2 3 4 5 6 7
// race: none
// needs: E15 control: global ids modulo the size of the workgroup
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  t[id.x % 4u] = id.x;
  out[id.x] = t[id.x & 3u];
}
