// write out: 8 linear 8
// race: out
// needs: E16: in one region the later access of the lowest invocation decides
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> t: array<u32, 8>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k != 1u) { t[0] = k; }
  if (k < 2u) { out[0] = k; }
}
