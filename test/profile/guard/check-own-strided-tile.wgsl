// grid: 2 1 1
// write out: 6 tile 3x2 3x1@-x
// result out: 1 11 2 12 3 13
// needs: E12 control: every second word is a column of a tiled version
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[2u * k + w.x] = 10u * w.x + k + 1u;
}
