// write out: 12 linear 12
// result out: 0 5 0 67 73 3 0 5 0 73 67 3
// needs: V23: pointers to private variables, with a function that also uses another private variable
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> a: array<vec2<u32>, 2>;
var<private> calls: u32;
fn put(p: ptr<private, vec2<u32>>, x: u32) -> u32 {
  calls++;
  let before = (*p).x;
  *p = vec2(x, before + calls);
  return before;
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[6u * k] = put(&a[k], 5u);
  out[6u * k + 1u] = put(&a[k], 6u);
  out[6u * k + 2u] = put(&a[1u - k], 7u);
  out[6u * k + 3u] = a[0].x * 10u + a[0].y;
  out[6u * k + 4u] = a[1].x * 10u + a[1].y;
  out[6u * k + 5u] = calls;
}
