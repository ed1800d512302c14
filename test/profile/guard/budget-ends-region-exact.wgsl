// budget: 3
// write out: 8 linear 8
// result out: 310 211 112 13 5 5 5 5
// needs: E14 control: with one back-edge more the cell goes past the barrier
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < k; i++) { t[k] += 1u; }
  out[k] = 10u + t[k];
  workgroupBarrier();
  out[k] += 100u * t[3u - k];
  out[4u + k] = 5u;
}
