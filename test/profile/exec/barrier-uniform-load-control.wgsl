// grid: 3 1 1
// write out: 12 linear 4
// result out: 1 1 1 1 123 122 121 120 33 32 31 30
// needs: V38: control flow by a value that workgroupUniformLoad made uniform
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> found: u32;
var<workgroup> t: array<u32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  if (k == w.x) { found = k + 1u; }
  let f = workgroupUniformLoad(&found);
  if (f > 1u) {
    t[k] = 10u * f + k;
    workgroupBarrier();
    out[4u * w.x + k] = t[3u - k];
    if (f > 2u) { return; }
    workgroupBarrier();
    out[4u * w.x + k] += 100u;
  } else {
    out[4u * w.x + k] = f;
  }
}
