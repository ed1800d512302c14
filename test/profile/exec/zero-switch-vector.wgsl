// read x: 2
// write out: 4 linear 4
// result out: 5 8 9 13
// needs: E3: scalars and components of vectors select by the 0 that they began with
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> v: vec4<u32>;
var<private> s: i32;

@compute @workgroup_size(1)
fn main() {
  var f: vec2<u32>;
  switch v.x {
    case 0u: { out[0] = 5u; }
    default: { out[0] = 6u; }
  }
  switch s {
    case 1: { out[1] = 7u; }
    default: { out[1] = 8u; }
  }
  switch f.y {
    case 0u: { out[2] = 9u; }
    default: { out[2] = 10u; }
  }
  f.x = x;
  v = vec4(f, f);
  switch v.z {
    case 0u: { out[3] = 11u; }
    case 1u: { out[3] = 12u; }
    case 2u: { out[3] = 13u; }
    default: { out[3] = 14u; }
  }
}
