// write out: 8 linear 8
// result out: 0 1 2 3 1 2 3 4
// race: none
// needs: E15 control: own words apart from each other
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  out[k + 4u] = out[k] + 1u;
}
