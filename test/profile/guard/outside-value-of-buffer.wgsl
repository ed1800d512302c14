// read v: 1 2 3 9 4 5 6 9
// write out: 12 linear 12
// result out: 4 4 6 5 5 5 6 6 4 0 6 4
// guards: clamped outside
// needs: E13 beside E10: a vector that was loaded is a value, its index is clamped; in the buffer it is outside
@group(0) @binding(0) var<storage, read> v: array<vec3<u32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let value = v[1];
  out[3u * k] = v[1][k];
  out[3u * k + 1u] = value[k];
  out[3u * k + 2u] = v[1].zyx[k];
}
