// read a: -2147483647 7 -1 -2147483648 2147483647 12 -16 -5
// write out: 9 linear 9
// result out: 2147483645 -2147483645 -2147483648 2147483647 0 -1 -2147483647 12 2147483637
// needs: V40: each atomic on i32; what all invocations do commutes (P5)
@group(0) @binding(0) var<storage, read_write> out: array<i32>;
@group(0) @binding(1) var<storage, read> a: array<i32>;

var<workgroup> n: array<atomic<i32>, 9>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = a[k];
  if (k == 0u) {
    atomicStore(&n[2], 2147483647i);
    atomicStore(&n[4], -1i);
  }
  workgroupBarrier();
  atomicAdd(&n[0], x);
  atomicSub(&n[1], x);
  atomicAdd(&n[8], x);
  atomicSub(&n[8], 1i);
  atomicMin(&n[2], x);
  atomicMax(&n[3], x);
  atomicAnd(&n[4], x);
  atomicOr(&n[5], x);
  atomicXor(&n[6], x);
  if (k == 5u) { atomicStore(&n[7], x); }
  workgroupBarrier();
  out[k] = atomicLoad(&n[k]);
  if (k == 0u) { out[8] = atomicLoad(&n[8]); }
}
