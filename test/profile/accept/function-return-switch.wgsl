// V23: every clause returns
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn f(x: u32) -> u32 {
  switch x {
    case 0u: { return 1u; }
    case 1u, 2u: { return 2u; }
    default: { return 3u; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = f(lix);
}
