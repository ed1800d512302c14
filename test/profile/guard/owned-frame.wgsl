// grid: 4 1 1
// write out: 12 linear 2 3
// from out: 1 1 1 1 1 1 1 1 1 1 1 1
// result out: 1 1 1 1 1 15 1 17 18 19 20 1
// guards: not-owned
// needs: E11, E12: words of the frame load 0 and keep their values
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  out[id.x] = 10u * out[id.x] + id.x;
}
