// rule: V38
// code: uniformity.barrier
// at: workgroupBarrier()
// tint: refuses
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
struct In { @builtin(workgroup_id) w: vec3<u32>, @builtin(local_invocation_index) i: u32 }
@compute @workgroup_size(4)
fn main(in: In) {
  if (in.w.x == 0u) { workgroupBarrier(); }
  o[0] = 1u;
}
