// budget: 6
// read n: 0
// write out: 1 linear 1
// result out: 7
// guards: loop-budget
// needs: E14: a step that is zero at run time
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 4u; i += n) { out[0] += i + 1u; }
}
