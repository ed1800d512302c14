// V35: compound assignments
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var x = lix;
  x += 1u; x -= 2u; x *= 3u; x /= 2u; x %= 9u;
  x &= 7u; x |= 8u; x ^= 1u; x <<= 2u; x >>= 1u;
  x++; x--;
  o[0] = x;
}
