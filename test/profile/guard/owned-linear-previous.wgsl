// grid: 3 1 1
// write out: 6 linear 2
// result out: 0 1 0 1 0 1
// guards: not-owned outside
// needs: E12: the word before the own ones, which wraps to 2^32 - 1 for the first cell
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  out[2u * w.x - 1u] = 50u;
  out[2u * w.x + 1u] += 1u;
}
