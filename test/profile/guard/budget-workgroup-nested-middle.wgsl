// budget: 5
// write out: 4 linear 4
// result out: 3 3 0 0
// guards: loop-budget
// needs: E14: the budget ends the cell in the inner loop of the second round
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 2>;

fn step(k: u32) {
  t[k] += 1u;
  workgroupBarrier();
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 2u; i++) {
    for (var j = 0u; j < 3u; j++) { step(k); }
    out[k] = t[k];
  }
  for (var i = 0u; i < 2u; i++) { step(k); }
  out[2u + k] = t[k];
}
