// read x: 7 0 2147483648 4294967295
// read k: 1
// write out: 32 linear 32
// result out: 7 0 2147483648 4294967295 7 0 2147483648 4294967295 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 7 0 2147483648 4294967295 7 0 0 0 7 0 2147483648 4294967295
// needs: E5 with E3: vectors divided by the zeros that members and elements began with
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read> k: u32;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;
struct S { a: u32, v: vec2<u32>, list: array<vec4<u32>, 2> }
var<private> p: S;
var<workgroup> w: array<u32, 4>;

@compute @workgroup_size(1)
fn main() {
  var f: S;
  var list: array<u32, 3>;
  out[0] = x / f.a;
  out[1] = x / list[1];
  out[2] = x / p.a;
  out[3] = x % p.list[1];
  out[4] = x / f.list[k];
  out[5] = x / w[2];
  out[6] = vec4(x.xy / f.v, x.zw % p.v);
  p.list[0] = f.list[1];
  out[7] = x / p.list[k - 1u];
}
