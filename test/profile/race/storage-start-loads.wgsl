// write out: 6 linear 6
// from out: 7 1 2 3 4 5
// result out: 7 7 8 9 10 5
// race: none
// needs: E15 control: all load an own word that nobody stores
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k + 1u] = out[0] + k;
}
