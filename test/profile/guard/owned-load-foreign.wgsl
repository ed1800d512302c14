// grid: 3 1 1
// write state: 6 linear 2
// write out: 18 linear 6
// from state: 1 2 3 4 5 6
// result state: 1 2 3 4 5 6
// result out: 101 102 100 100 100 100 100 100 103 104 100 100 100 100 100 100 105 106
// guards: not-owned
// needs: E11: words of other cells load 0, also where the version starts from others; own ones load what they had
@group(0) @binding(0) var<storage, read_write> state: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[6u * w.x + k] = state[k] + 100u;
}
