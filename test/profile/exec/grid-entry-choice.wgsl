// override n: 7
// write out: 2 linear 2
// result out: 7 14
// needs: P9: another entry point of the text has other bindings; functions and overrides are shared
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(0) var<storage, read_write> other_out: array<i32>;
@group(0) @binding(1) var<uniform> unused: vec4<u32>;
override n: u32 = 3;
override spare: i32 = 4;
fn shared_part(x: u32) -> u32 { return x * n; }

@compute @workgroup_size(8)
fn other(@builtin(local_invocation_index) k: u32) { other_out[k] = i32(shared_part(k) + unused.x); }

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) { out[k] = shared_part(k + 1u); }
