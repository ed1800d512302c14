// override x: -200
// write out: 8 linear 8
// result out: 4286567468 4286567468 4286546047 4286578687 754909496 0 0 0
// needs: V40: packing of constants and in override expressions
@group(0) @binding(0) var<storage, read_write> out: array<vec4<u32>>;
override x: i32;
override p = vec4(pack4xI8(vec4(x, 1, -1, 300)), 0u, 0u, 0u).x;
const q = vec4<i32>(300, -300, 127, -1);
const r = bitcast<vec4<u32>>(q);
const folded = vec4(pack4xI8(q), pack4xU8(r), pack4xI8Clamp(q), pack4xU8Clamp(r));

@compute @workgroup_size(1)
fn main() {
  out[0] = folded;
  out[1].x = p;
}
