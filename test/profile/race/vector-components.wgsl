// write out: 4 linear 4
// result out: 4 3 2 1
// race: none
// needs: E15 control: words are what races: each invocation stores one component
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> v: vec4<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  v[k] = k + 1u;
  workgroupBarrier();
  out[k] = v[3u - k];
}
