// write out: 8 linear 8
// result out: 10 10 22 21 6 6 1 35
// needs: WGSL 9.4: else-if chains take the first branch whose condition holds
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  var r = 1u;
  if (k < 2u) {
    r = 10u;
  } else if (k < 4u) {
    r = 20u;
    if (k == 3u) { r++; } else if (k == 2u) { r += 2u; }
  } else if (k == 1u) {
    r = 99u;
  } else if k == 6u {
  } else {
    if (k > 6u) { r = 30u; }
    r += 5u;
  }
  out[k] = r;
}
