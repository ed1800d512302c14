// write out: 8 linear 8
// result out: 6 7 2001 208 6 7 2001 208
// needs: E2: a compound assignment reads the place before the right side is evaluated
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> p: u32 = 5u;
var<private> q: array<u32, 2>;
fn grow() -> u32 {
  p += 100u;
  q[0] += 1000u;
  q[1] += 1000u;
  return 1u;
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  p += grow();
  out[4u * k] = p;
  p = p + grow();
  out[4u * k + 1u] = p;
  q[k] += grow();
  out[4u * k + 2u] = q[k];
  p = grow() + p;
  out[4u * k + 3u] = p;
}
