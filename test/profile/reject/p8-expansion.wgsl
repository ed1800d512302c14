// rule: P8
// code: profile.expansion
// at: f15
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn f0() { o[1] = 1u; o[2] = 1u; }
fn f1() { f0(); f0(); }
fn f2() { f1(); f1(); }
fn f3() { f2(); f2(); }
fn f4() { f3(); f3(); }
fn f5() { f4(); f4(); }
fn f6() { f5(); f5(); }
fn f7() { f6(); f6(); }
fn f8() { f7(); f7(); }
fn f9() { f8(); f8(); }
fn f10() { f9(); f9(); }
fn f11() { f10(); f10(); }
fn f12() { f11(); f11(); }
fn f13() { f12(); f12(); }
fn f14() { f13(); f13(); }
fn f15() { f14(); f14(); }

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_id) lid: vec3<u32>, @builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>, @builtin(global_invocation_id) gid: vec3<u32>) {
  o[0] = 1u;
}
