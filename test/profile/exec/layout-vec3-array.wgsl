// read v: 1 2 3 -999 4 5 6 -999 7 8 9 -999
// write out: 9 linear 9
// result out: 1 2 3 4 5 6 7 8 9
// needs: V13: vec3 elements of a read buffer have stride 16; the fourth words are padding
@group(0) @binding(0) var<storage, read> v: array<vec3<i32>>;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let w = v[k];
  out[3u * k] = w.x;
  out[3u * k + 1u] = v[k].y;
  out[3u * k + 2u] = v[k][2];
}
