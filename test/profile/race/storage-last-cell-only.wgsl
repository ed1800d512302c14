// grid: 4 1 1
// write out: 8 linear 2
// guards: not-owned
// race: out
// needs: E15: only the last cell owns the word that two invocations store
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[2u * w.x + k] = k;
  out[7] = 1u;
}
