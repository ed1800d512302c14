// read x: 7 0 2147483648 4294967295
// write out: 40 linear 40
// result out: 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 7 1 2 3 5 5 5 5 0 0 0 0 7 0 2147483648 2147483647 1 0 2 0
// needs: E5 with E3: u32 vectors of storage and of constants divided by zeros that variables began with
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  var v: vec4<u32>;
  out[0] = x / s;
  out[1] = x % s;
  out[2] = x / vec4<u32>(s);
  out[3] = x % v;
  out[4] = x / v;
  out[5] = vec4(7u, 1u, 2u, 3u) / s;
  out[6] = 5u / v;
  out[7] = vec4(9u, 8u, 7u, 6u) % v;
  out[8] = x / vec4(s, 2u, s, 2u);
  out[9] = x % vec4(2u, s, 3u, s);
}
