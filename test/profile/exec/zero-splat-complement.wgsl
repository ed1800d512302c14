// read z: 0
// write out: 40 linear 40
// result out: 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 1 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 1 1 1 1
// needs: V30 with E3: vectors put together of a scalar that nobody stores to
@group(0) @binding(0) var<storage, read> z: u32;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;
var<private> p: u32;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  var i: i32;
  var b: bool;
  out[0] = ~vec4<u32>(s);
  out[1] = ~vec4(s, s, s, s);
  out[2] = bitcast<vec4<u32>>(~(-vec4<i32>(i)));
  out[3] = vec4(~vec2<u32>(s), ~vec2(s, p));
  out[4] = vec4(~vec3<u32>(s), 1u);
  out[5] = ~vec4<u32>(p);
  out[6] = ~vec4<u32>(z);
  out[7] = ~vec4<u32>(vec4<i32>(i));
  out[8] = ~vec4<u32>(vec4<bool>(b));
  out[9] = vec4<u32>(!vec4<bool>(b));
}
