// V31: constants are exact
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  const big = 0x7fffffffffffffff - 0x7ffffffffffffff0;
  const wrap = 4294967295u + 2u;
  const half = 2147483647i + 1i;
  o[0] = big + wrap + bitcast<u32>(half);
}
