// budget: 5
// read a: 5 0 4294967295
// write out: 3 linear 3
// result out: 5 0 6
// guards: loop-budget
// needs: E14: the number of rounds comes from data that is larger than the budget in one invocation
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> a: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < a[k]; i++) { out[k]++; }
}
