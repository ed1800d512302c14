// read v: 1 2147483648 2309737967 4294967295 31 32 4 47
// write out: 16 linear 16
// result out: 2147483648 2147483648 2596069104 4294934528 0 2147483648 144358622 131071 1 3221225472 4294967295 4294967295 16 0 144358622 268435455
// needs: P2: vectors are shifted by components, each amount masked alike
@group(0) @binding(0) var<storage, read> v: array<vec4<u32>, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

@compute @workgroup_size(1)
fn main() {
  out[0] = v[0] << (v[1] & vec4(31u));
  out[1] = v[0] >> (v[1] & vec4(31u));
  out[2] = bitcast<vec4<u32>>(bitcast<vec4<i32>>(v[0]) >> vec4(0u, 1u, 31u, v[1].w & 15u));
  out[3] = vec4(v[0].xy << vec2(4u), v[0].zw >> vec2<u32>(v[1].z & 31u));
}
