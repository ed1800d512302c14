// grid: 4 1 1
// write out: 10 linear 4
// result out: 0 1 4 9 16 25 36 49 64 81
// needs: J11: the last workgroup owns the rest, those behind it nothing
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < arrayLength(&out)) { out[id.x] = id.x * id.x; }
}
