// V30: conversion
@group(0) @binding(0) var<storage, read_write> o: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  let a = i32(lix);
  let b = u32(a);
  let c = bool(b);
  o[0] = u32(c) + u32(vec2<i32>(lid.xy).x);
}
