// budget: 5
// read n: 5
// write out: 2 linear 2
// result out: 5 7
// needs: E14 control: five rounds of a for take five back-edges; what stands behind the loop is run, budget 5
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < n; i++) { out[0] = i + 1u; }
  out[1] = 7u;
}
