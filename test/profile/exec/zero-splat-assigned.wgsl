// override o: 0
// read z: 0
// write out: 36 linear 36
// result out: 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295
// needs: V30: complements of zeros that come from constants, overrides, storage and functions
@group(0) @binding(0) var<storage, read> z: u32;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;
const none = 0u;
override o: u32;
var<private> p = vec4<u32>(o);

fn zeros() -> vec4<u32> {
  var v: vec4<u32>;
  return v;
}

fn splat(s: u32) -> vec4<u32> {
  return vec4(s);
}

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  let n = none;
  var m = none;
  out[0] = ~vec4<u32>(none);
  out[1] = ~vec4<u32>(n);
  out[2] = ~vec4<u32>(m);
  out[3] = ~vec4<u32>(o);
  out[4] = ~p;
  s = z;
  out[5] = ~vec4<u32>(s);
  out[6] = ~zeros();
  out[7] = ~splat(m);
  out[8] = ~splat(z);
}
