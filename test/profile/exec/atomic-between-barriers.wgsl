// write out: 4 linear 4
// result out: 4294967228 4294967228 4294967228 4294967228
// needs: P5: one location sees another family behind each barrier; loads and stores are plain
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { n: atomic<i32>, rest: array<u32, 3> }
var<workgroup> s: S;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  atomicAdd(&s.n, i32(k) - 10);
  workgroupBarrier();
  let a = atomicLoad(&s.n);
  workgroupBarrier();
  atomicMax(&s.n, i32(k) - 20);
  workgroupBarrier();
  atomicXor(&s.n, 1i << (k & 31u));
  workgroupBarrier();
  if (k == 1u) { atomicStore(&s.n, a + atomicLoad(&s.n)); }
  workgroupBarrier();
  atomicAnd(&s.n, ~i32(k));
  workgroupBarrier();
  out[k] = bitcast<u32>(atomicLoad(&s.n));
}
