// budget: 9
// write out: 1 linear 1
// result out: 10
// guards: loop-budget
// needs: E14: a step of 2 goes over i != 5 and around
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i != 5u; i += 2u) { out[0]++; }
}
