// read a: 7 1 2 3 4 5 6 0
// write out: 8 linear 8
// result out: 1 1 1 1 1 1 1 1
// race: none
// needs: E15 control: a histogram without atomics, with data that do not collide
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  t[a[k]] += 1u;
  workgroupBarrier();
  out[k] = t[k];
}
