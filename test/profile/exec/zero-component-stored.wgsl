// read x: 7 0 2147483648 4294967295
// read k: 3
// write out: 24 linear 24
// result out: 4294967294 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 4294967295 4294967295 4294967295 4294967294 4294967295 4294967295 4294967295 4294967294 4294967290 4294967295 4294967293 4294967293 4294967295 4294967295 4294967295 0 9
// needs: V35 with E3: one component of a vector is stored, the others are the zeros that it began with
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read> k: u32;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<u32>;
  v.x = 1u;
  out[0] = ~v;
  var w: vec4<u32>;
  w.y = x.x;
  out[1] = ~w;
  var c = vec4<u32>();
  c.z = 1u;
  c.w = x.y;
  out[2] = ~c;
  var d: vec4<u32>;
  d[2] = 1u;
  d[k] = 5u;
  out[3] = ~d;
  var e: vec2<u32>;
  e.y += 2u;
  out[4] = vec4(~e, ~e.yx);
  var g: vec3<i32>;
  g.z--;
  out[5] = vec4(bitcast<vec3<u32>>(~g), 9u);
}
