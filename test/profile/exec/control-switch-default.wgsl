// write out: 4 linear 4
// result out: 1111 1222 1221 1231
// needs: WGSL 9.4.3: default may stand first, in the middle, in a list, and alone
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var r = 0u;
  switch k {
    default { r = 1u; }
    case 1u { r = 2u; }
  }
  switch k {
    case 0u: { r += 10u; }
    default: { r += 20u; }
    case 3u: { r += 30u; }
  }
  switch k {
    case 0u: { r += 100u; }
    case 1u, default, 2u: { r += 200u; }
  }
  switch k { default: { r += 1000u; } }
  out[k] = r;
}
