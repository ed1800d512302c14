// override x: -200
// write out: 2 linear 2
// result out: 2147418496 2139128063
// needs: V40: pack4xI8Clamp of negative overrides and constants at run time
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override x: i32;

@compute @workgroup_size(1)
fn main() {
  var v = vec4(-1, -128, -129, 128);
  out[0] = pack4xI8Clamp(vec4(x, 1, -1, 300));
  out[1] = pack4xI8Clamp(v);
}
