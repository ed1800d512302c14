// read u: 1 2 3 4 5 6 7 8
// write out: 6 linear 6
// result out: 101 101 105 105 100 105
// guards: clamped outside
// needs: E13 beside E10: a uniform array that was copied to a variable is clamped
@group(0) @binding(0) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  var copy = u;
  out[2u * k] = u[k].x + 100u;
  out[2u * k + 1u] = copy[k].x + 100u;
}
