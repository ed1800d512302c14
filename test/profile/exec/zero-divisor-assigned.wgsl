// read x: 7 0 2147483648 4294967295
// read z: 0 0 0 0
// override o: 0
// write out: 36 linear 36
// result out: 7 0 2147483648 4294967295 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 7 0 2147483648 4294967295 0 0 0 0 7 0 2147483648 4294967295 7 0 2147483648 4294967295 0 0 0 0
// needs: E5: vectors divided by zeros that come from storage, constants and overrides through variables and let
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read> z: vec4<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;
const none = vec4<u32>();
override o: u32;
var<private> p = vec4<u32>(o);

@compute @workgroup_size(1)
fn main() {
  out[0] = x / z;
  var v: vec4<u32>;
  v = z;
  out[1] = x / v;
  out[2] = x % v;
  var c = none;
  out[3] = x / c;
  let d = none;
  out[4] = x / d;
  out[5] = x % d;
  out[6] = x / p;
  c = x;
  c /= z.x;
  out[7] = c;
  c %= d;
  out[8] = c;
}
