// grid: 2 1 1
// write out: 4 linear 2
// result out: 87 8 87 8
// guards: not-owned
// needs: E11: storageBarrier orders own words; cells see nothing of each other
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  out[2u * w.x + k] = 7u + k;
  storageBarrier();
  let x = out[(2u * w.x + k + 1u) % 4u];
  storageBarrier();
  out[2u * w.x + k] += 10u * x;
}
