// read x: 7 0 2147483648 4294967295
// write out: 44 linear 44
// result out: 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 2147483647 0 4294967289 0 2147483648 1 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967288 4294967295 2147483647 0 4294967288 4294967295 2147483647 0 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 4294967293 4294967292
// needs: V30 with E3: operators and compound assignments of vectors that began as zeros
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<u32>;
  out[0] = ~(v + v);
  out[1] = ~(v + x);
  out[2] = v - x;
  out[3] = ~(v * x);
  out[4] = ~(v & x);
  out[5] = ~(v | x);
  out[6] = ~(v ^ x);
  out[7] = ~(v << vec4(3u));
  out[8] = ~(v >> (x & vec4(31u)));
  out[9] = v - 1u;
  v += vec4(0u, 1u, 2u, 3u);
  out[10] = ~v;
}
