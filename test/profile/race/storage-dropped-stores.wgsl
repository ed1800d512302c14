// grid: 2 1 1
// write out: 8 linear 4
// result out: 0 1 2 3 0 1 2 3
// guards: not-owned
// race: none
// needs: E15 control: stores to words of other cells are no accesses
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[4u * w.x + k] = k;
  out[4u * (1u - w.x)] = 9u;
  out[4u * w.x + k] += out[4u * (1u - w.x) + 1u];
}
