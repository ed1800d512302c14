// read a: 11 22 33 44
// write out: 2 linear 2
// result out: 1 1
// guards: outside
// needs: E10: a word of workgroup memory is compared before a barrier and used behind it
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

var<workgroup> i: u32;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let isInside = i < arrayLength(&a);
  workgroupBarrier();
  if (k == 1u) { i = 4u; }
  workgroupBarrier();
  if (isInside) { out[k] = a[i] + 1u; }
}
