// grid: 3 1 1
// override fast: 1
// budget: 10
// read mode: 5
// write out: 6 linear 2
// result out: 1 1 111 111 130 130
// needs: V38: barriers in uniform if, switch and nested loops, left by a uniform break
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override fast: bool;
@group(0) @binding(1) var<uniform> mode: u32;
var<workgroup> t: array<u32, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  t[k] = 1u;
  if (fast && w.x > 0u) {
    workgroupBarrier();
    let x = t[1u - k];
    workgroupBarrier();
    t[k] = x + 10u;
  }
  switch mode + w.x {
    case 5u: {
      workgroupBarrier();
      out[2u * w.x + k] = t[1u - k];
    }
    case 6u: { out[2u * w.x + k] = 100u + t[k]; }
    default: {
      for (var i = 0u; i < 4u; i++) {
        for (var j = 0u; j < 2u; j++) {
          workgroupBarrier();
          if (i == w.x) { break; }
          t[k] += j + 1u;
        }
        if (i == w.x) { continue; }
        t[k] *= 2u;
      }
      out[2u * w.x + k] = t[k];
    }
  }
}
