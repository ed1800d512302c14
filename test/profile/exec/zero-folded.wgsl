// write out: 28 linear 28
// result out: 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 4294967293 4294967292 7 3 4294967295 0 4294967295 4294967288 4294967295 4294967288 1 1 1 1 0 0 2 0 4294967295 4294967295 4294967295 4294967295
// needs: V31: zeros of vectors are folded when the text is compiled
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;
const none = vec4<u32>();
const folded = array<vec4<u32>, 7>(
  ~min(none, vec4<u32>()),
  ~max(none, vec4(0u, 1u, 2u, 3u)),
  vec4(7u, 6u, 4294967295u, 0u) / (none + vec4(1u, 2u, 1u, 2u)),
  ~vec4(none.x, 7u, none.yz.x, 7u),
  vec4<u32>(none == min(none, none)),
  vec4(8u, 9u, 8u, 9u) % max(none, vec4(1u, 3u, 3u, 3u)),
  none - 1u,
);

@compute @workgroup_size(7)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = folded[k];
}
