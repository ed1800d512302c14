// grid: 2 1 1
// read a: 1 2 3 4 5 6
// write out: 7 linear 4
// result out: 2 3 4 5 6 7 1
// needs: E10 control: more invocations than words, behind a comparison with the lengths
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= arrayLength(&out)) { return; }
  var x = 0u;
  if (id.x < arrayLength(&a)) { x = a[id.x]; }
  out[id.x] = x + 1u;
}
