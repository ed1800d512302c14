// budget: 3
// write out: 9 linear 9
// result out: 10 0 11 0 11 2 12 0 15
// needs: E3: a variable in a loop is set anew in each round; P11 gives it an initializer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 3u; i++) {
    var a = i;
    var b = array<u32, 2>();
    var c = vec2<u32>(a + 1u);
    a += 10u;
    b[i & 1u] += a;
    c.y += b[0];
    out[3u * i] = b[0];
    out[3u * i + 1u] = b[1];
    out[3u * i + 2u] = c.y;
  }
}
