// write out: 6 linear 6
// result out: 503 503 505 505 507 507
// needs: V23: atomics through pointers to workgroup memory
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { top: atomic<u32>, bins: array<atomic<u32>, 3> }
var<workgroup> s: S;

fn count(p: ptr<workgroup, atomic<u32>>, x: u32) { atomicAdd(p, x); }
fn fetch(p: ptr<workgroup, S>, i: u32) -> u32 { return atomicLoad(&(*p).bins[i]) + 100u * atomicLoad(&p.top); }

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  count(&s.bins[k % 3u], k);
  let p = &s.top;
  atomicMax(p, k);
  workgroupBarrier();
  out[k] = fetch(&s, k / 2u);
}
