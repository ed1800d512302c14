// V40: packed
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  let a = dot4I8Packed(lix, 3u) + i32(dot4U8Packed(lix, 5u));
  let b = unpack4xI8(lix);
  let c = unpack4xU8(lix);
  o[0] = pack4xI8(b) + pack4xU8(c) + pack4xI8Clamp(b) + pack4xU8Clamp(c) + u32(a);
}
