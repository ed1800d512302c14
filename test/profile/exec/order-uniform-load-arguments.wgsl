// write out: 2 linear 2
// result out: 374 473
// needs: E8: a load before workgroupUniformLoad in one expression sees less than a load behind it
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> x: u32;
var<workgroup> t: array<u32, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = 3u + k;
  if (k == 0u) { x = 7u; }
  out[k] = 100u * t[k] + 10u * workgroupUniformLoad(&x) + t[1u - k];
}
