// read a: 2147483649 7 4294967295 2147483648 2147483647 12 240 2147483651
// write out: 9 linear 9
// result out: 261 4294967035 7 4294967295 0 4294967295 249 12 253
// needs: V40: each atomic on u32; what all invocations do commutes (P5)
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

var<workgroup> n: array<atomic<u32>, 9>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = a[k];
  if (k == 0u) {
    atomicStore(&n[2], 4294967295u);
    atomicStore(&n[4], 4294967295u);
  }
  workgroupBarrier();
  atomicAdd(&n[0], x);
  atomicSub(&n[1], x);
  atomicAdd(&n[8], x);
  atomicSub(&n[8], 1u);
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
