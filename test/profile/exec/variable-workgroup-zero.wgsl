// grid: 3 1 1
// write out: 12 linear 4
// result out: 158 158 158 158 158 158 158 158 158 158 158 158
// needs: E3: workgroup memory is zero when a cell starts, whatever the cell before left there
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { flag: bool, v: vec3<u32>, n: atomic<u32> }
var<workgroup> s: S;
var<workgroup> list: array<u32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  var r = list[k];
  r += s.v[k % 3u] + u32(s.flag) + atomicLoad(&s.n);
  workgroupBarrier();
  list[k] = 100u;
  if (k == 0u) {
    s.flag = true;
    s.v = vec3(7u);
    atomicStore(&s.n, 50u);
  }
  workgroupBarrier();
  out[4u * w.x + k] = r * 1000u + list[3u - k] + s.v.x + atomicLoad(&s.n) + u32(s.flag);
}
