// grid: 3 1 1
// write out: 6 linear 2
// result out: 10 11 22 23 34 35
// guards: not-owned
// needs: E12: each cell stores to all words; the owner's stay
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[k] = 10u * (w.x + 1u) + k;
}
