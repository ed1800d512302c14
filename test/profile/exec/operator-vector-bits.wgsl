// read v: 4294967295 305419896 2147483648 1 1431655765 267390960 2147483648 3
// write out: 24 linear 24
// result out: 1431655765 36701808 2147483648 1 4294967295 536109048 2147483648 3 2863311530 499407240 0 2 0 3989547399 2147483647 4294967294 1 3989547400 2147483648 4294967295 267390960 269767760 2147483647 4294967294
// needs: V30: & | ^ ~ and negation of vectors work by components
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  out[0] = v[0] & v[1];
  out[1] = v[0] | v[1];
  out[2] = v[0] ^ v[1];
  out[3] = ~v[0];
  out[4] = bitcast<vec4<u32>>(-bitcast<vec4<i32>>(v[0]));
  out[5] = vec4(v[0].xy & v[1].yx, v[0].zw ^ vec2(U));
}

const U = 0xffffffffu;
