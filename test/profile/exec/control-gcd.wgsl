// budget: 41
// read a: 0 0 12 18 4294967295 65535 2147483648 3 1 4294967295 433494437 267914296 7 0 0 9
// write out: 8 linear 8
// result out: 0 6 65535 1 1 1 7 9
// needs: E14: loops with a number of rounds that depends on the input
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> a: array<vec2<u32>, 8>;

fn gcd(x: u32, y: u32) -> u32 {
  var p = vec2(x, y);
  while (p.y != 0u) { p = vec2(p.y, p.x % p.y); }
  return p.x;
}

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = gcd(a[k].x, a[k].y);
}
