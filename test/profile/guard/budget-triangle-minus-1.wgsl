// budget: 9
// write out: 1 linear 1
// result out: 6
// guards: loop-budget
// needs: E14: 4 + 0 + 1 + 2 + 3 back-edges with a budget of one less
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < i; j++) { out[0]++; }
  }
}
