// read a: 5 6
// read shift: 1
// write out: 4 linear 4
// result out: 1 6 7 0
// guards: outside
// needs: E10: a comparison of i32 lets negative indices through
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@group(0) @binding(2) var<uniform> shift: i32;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = i32(k) - shift;
  if (i < i32(arrayLength(&a))) { out[k] = a[i] + 1u; }
}
