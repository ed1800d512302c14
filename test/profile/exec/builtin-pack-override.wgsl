// override x: -200
// write out: 3 linear 3
// result out: 754909496 754909496 4294902271
// needs: V40: pack4xI8, pack4xU8, pack4xU8Clamp of overrides at run time
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override x: i32;

@compute @workgroup_size(1)
fn main() {
  let p = vec4(x, 1, -1, 300);
  let q = bitcast<vec4<u32>>(p);
  out[0] = pack4xI8(p);
  out[1] = pack4xU8(q);
  out[2] = pack4xU8Clamp(q);
}
