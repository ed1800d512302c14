// override t: 1
// read a: 1 2 4 8
// write out: 18 linear 18
// result out: 0 34 2 38 10 42 10 62 74 106 74 110 74 106 74 127 1 2
// needs: V40: all and any of bool vectors and of a bool
@group(0) @binding(0) var<storage, read> a: array<u32, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
override t: bool;
override o: bool = all(vec2(t, true)) && !any(vec2(!t, false));

@compute @workgroup_size(16)
fn main(@builtin(local_invocation_index) k: u32) {
  let v = (vec4(a[0], a[1], a[2], a[3]) & vec4(k)) != vec4(0u);
  out[k] = u32(all(v)) | (u32(any(v)) << 1u) | (u32(all(v.xy)) << 2u) | (u32(any(v.zw)) << 3u) |
    (u32(all(v.xyz)) << 4u) | (u32(any(v.x)) << 5u) | (u32(all(v.w)) << 6u);
  if (k == 0u) {
    out[16] = u32(o);
    const folded = u32(all(vec3(true, true, false))) + 2 * u32(any(vec3(false, true, false)));
    out[17] = folded;
  }
}
