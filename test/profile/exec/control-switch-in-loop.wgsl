// budget: 10
// write out: 1 linear 1
// result out: 1343
// needs: WGSL 9.4: in a switch, break leaves the switch and continue the round of the loop
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var n = 0u;
  for (var i = 0u; i < 6u; i++) {
    switch i {
      case 1u: { continue; }
      case 2u: { break; }
      case 3u: {
        for (var j = 0u; ; j++) {
          switch j {
            case 0u: { continue; }
            case 4u: { n += 1000u; }
            default: { n += 100u; }
          }
          if (j == 4u) { break; }
        }
        continue;
      }
      default: { n += 1u; }
    }
    n += 10u;
  }
  out[0] = n;
}
