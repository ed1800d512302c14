// override n: 3
// write out: 6 linear 6
// result out: 50 50 32 50 14 50
// needs: E13 control: exactly as many elements as the override says
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override n: u32;
var<workgroup> t: array<vec2<u32>, n * 2u>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  t[k] = vec2(k, 10u * k);
  workgroupBarrier();
  out[k] = t[5u - k].y + t[k][k & 1u];
}
