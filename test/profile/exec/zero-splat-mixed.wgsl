// read x: 7 0 2147483648 4294967295
// write out: 36 linear 36
// result out: 4294967295 4294967294 4294967288 4294967295 4294967295 4294967295 4294967288 4294967295 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 2147483647 0 4294967289 0 2147483648 1 1 1 1 1 0 0 0 4294967294 4294967295 4294967294 4294967293 4294967292 4294967295 4294967292 4294967295 4294967292
// needs: V30 with E3: vectors put together of zeros that variables began with, of constants and of words of storage
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  var v: vec2<u32>;
  out[0] = ~vec4(s, 1u, x.x, s);
  out[1] = ~vec4(vec2<u32>(s), x.xy);
  out[2] = vec4<u32>(s) - 1u;
  out[3] = ~(vec4<u32>(s) + x);
  out[4] = vec4<u32>(s) - x;
  out[5] = 1u - vec4<u32>(s);
  out[6] = vec4(s, 2u, s, 2u) * x;
  out[7] = ~vec4(s, 1u, vec2(2u, 3u));
  out[8] = ~(vec4(v, v) | vec4(s, 3u, s, 3u));
}
