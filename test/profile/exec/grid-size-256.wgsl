// write out: 8 linear 8
// result out: 1 5 9 13 180 195 210 225
// needs: V24: 256 invocations, each with a round of its own
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  if (l.y == 0u && k % 4u == 0u) { out[l.x / 4u] = k + 1u; }
  if (k >= 252u) { out[k - 248u] = l.x * l.y; }
}
