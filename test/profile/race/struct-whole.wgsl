// write out: 8 linear 8
// race: workgroup
// needs: E15: a store of the whole struct meets a load of a member
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
struct P { a: u32, b: array<u32, 2>, c: vec2<u32> }
var<workgroup> p: P;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  if (k == 0u) { p = P(1u, array(2u, 3u), vec2(4u, 5u)); } else { out[1] = p.b[1]; }
}
