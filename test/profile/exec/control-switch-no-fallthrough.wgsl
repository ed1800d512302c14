// write out: 8 linear 8
// result out: 33 34 44 36 32 48 48 48
// needs: WGSL 9.4.3: a switch clause does not fall through; break leaves only the switch
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  var r = 0u;
  switch k {
    case 0u: { r += 1u; }
    case 1u: { r += 2u; break; }
    case 2u, 3u: {
      r += 4u;
      if (k == 3u) { break; }
      r += 8u;
    }
    case 4u: {}
    default: { r += 16u; }
  }
  r += 32u;
  out[k] = r;
}
