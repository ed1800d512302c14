// budget: 10
// write out: 1 linear 1
// result out: 6
// needs: E14 control: rounds of an inner loop that depends on the outer one: 4 + 0 + 1 + 2 + 3
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < i; j++) { out[0]++; }
  }
}
