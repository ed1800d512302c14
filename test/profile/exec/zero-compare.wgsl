// read x: 7 0 2147483648 4294967295
// read z: 0 0 0 0
// write out: 40 linear 40
// result out: 1 1 1 1 1 0 1 1 1 0 1 1 0 1 0 0 4294967288 4294967295 2147483647 0 1 0 1 0 7 0 2147483648 4294967295 1 1 1 1 0 1 0 0 1 1 1 1
// needs: V30 with E3: comparisons, selections and logic of vectors that began as zeros
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read> z: vec4<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  var s: u32;
  var v: vec4<u32>;
  var b: vec4<bool>;
  out[0] = vec4<u32>(v == min(v, v));
  out[1] = vec4<u32>(v < x);
  out[2] = vec4<u32>(x != v);
  out[3] = vec4<u32>(v >= x);
  out[4] = select(x, ~x, v == vec4(s));
  out[5] = vec4(u32(all(v == z)), u32(any(v != z)), u32(all(!b)), u32(any(b)));
  out[6] = select(x, z, b);
  out[7] = vec4<u32>(!b);
  out[8] = vec4<u32>(b | (v == x));
  out[9] = vec4<u32>(!(b & (x == x)));
}
