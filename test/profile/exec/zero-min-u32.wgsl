// read x: 7 0 2147483648 4294967295
// read z: 0 0 0 0
// write out: 40 linear 40
// result out: 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 2147483647 0 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 4294967295 4294967294 4294967294 4294967294 4294967293 4294967292 4294967291
// needs: V40 with E3: complements of min, max and clamp of u32 vectors that began as zeros
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read> z: vec4<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<u32>;
  out[0] = ~min(v, vec4<u32>());
  out[1] = ~min(v, v);
  out[2] = ~min(v, x);
  out[3] = ~max(v, vec4<u32>());
  out[4] = ~max(v, x);
  out[5] = ~min(z, vec4<u32>());
  out[6] = ~max(z, v);
  out[7] = ~clamp(x, v, v);
  out[8] = ~clamp(x, v, vec4(1u));
  out[9] = ~max(v, vec4(1u, 2u, 3u, 4u));
}
