// write out: 4 linear 4
// result out: 5 10 5 44
// needs: E2: two pointers to different variables, and a value read before them
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn shift(a: ptr<function, u32>, x: u32, b: ptr<function, u32>) -> u32 {
  *a += 1u;
  *b = *a + x;
  *a = *b * 2u;
  return *a - *b;
}

@compute @workgroup_size(1)
fn main() {
  var a = 1u;
  var b = 2u;
  out[0] = shift(&a, a + b, &b);
  out[1] = a;
  out[2] = b;
  out[3] = shift(&b, b, &a) + a + b;
}
