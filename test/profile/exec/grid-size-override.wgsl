// override width: 4
// write out: 16 linear 16
// result out: 152 142 132 122 112 102 92 82 72 62 52 42 32 22 12 2
// needs: V24: workgroup sizes and array counts made of overrides
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override width: u32;
override height: u32 = width / 2u;
override twice: u32 = 2;
var<workgroup> t: array<array<u32, 2>, width * height>;

@compute @workgroup_size(width, height, twice)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  let flat = l.x + width * l.y;
  t[flat][l.z] = 10u * k + height;
  workgroupBarrier();
  out[k] = t[width * height - 1u - flat][1u - l.z];
}
