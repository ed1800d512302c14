// write out: 8 linear 8
// race: workgroup
// needs: E15: a load of the whole vector meets the stores to its components
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> v: vec4<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  v[k] = k + 1u;
  let w = v;
  out[k] = w[k];
}
