// budget: 20
// read n: 4294967295
// write out: 2 linear 2
// result out: 21 1
// guards: loop-budget
// needs: E14: i <= 2^32 - 1 holds for ever
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  for (var i = 4294967293u; i <= n; i++) { out[0]++; }
  out[1] = 1u;
}
