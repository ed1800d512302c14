// V38: a tiled loop with a bound from an override
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
var<workgroup> t: array<u32, 64>;
override n: u32 = 64;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  var sum = 0u;
  for (var k = 0u; k < n / 8u; k++) {
    t[lix] = k;
    workgroupBarrier();
    for (var j = 0u; j < 64u; j++) { sum += t[j]; }
    workgroupBarrier();
  }
  o[lix] = sum;
}
