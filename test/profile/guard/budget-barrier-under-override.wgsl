// override sync: 0
// budget: 3
// write out: 2 linear 2
// result out: 3 3
// needs: E14: a loop with a barrier that no override switches on is counted for the workgroup all the same.
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
override sync: bool;
@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 3u; i++) {
    if (sync) { workgroupBarrier(); }
    out[0]++;
  }
  for (var i = 0u; i < 3u; i++) { out[1]++; }
}
