// read a: 6
// read b: 4 5
// read c: 1 2 3
// write out: 6 linear 6
// result out: 1 2 3 4 5 6
// needs: J4: a uniform scalar, vec2 and vec3 are as long as their types
@group(0) @binding(0) var<uniform> a: u32;
@group(0) @binding(1) var<uniform> b: vec2<i32>;
@group(0) @binding(2) var<uniform> c: vec3<u32>;
@group(0) @binding(3) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = i32(c[k]);
  if (k < 2u) { out[3u + k] = b[k]; }
  if (k == 0u) { out[5] = i32(a); }
}
