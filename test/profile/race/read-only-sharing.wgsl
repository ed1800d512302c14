// write out: 8 linear 8
// result out: 0 1 2 3 4 5 6 7
// race: none
// needs: E15 control: all load one word that nobody stores
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = t[3] + t[k] + k;
}
