// override n: 3
// write out: 8 linear 8
// result out: 0 20 40 60 80 100 100 100
// guards: clamped
// needs: E13: the last element of an array whose count is an override
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override n: u32;
var<workgroup> t: array<vec2<u32>, n * 2u>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k < 6u) { t[k] = vec2(k, 10u * k); }
  workgroupBarrier();
  out[k] = t[k].y + t[k][k];
}
