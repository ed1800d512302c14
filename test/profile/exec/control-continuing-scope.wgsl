// budget: 9
// write out: 2 linear 2
// result out: 3 21409
// needs: WGSL 9.4.6: the continuing block sees names of the body, and may hold loops, ifs and switches
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  var sum = 0u;
  loop {
    if (i >= 3u) { break; }
    let square = i * i;
    var twice = 2u * i;
    twice += 1u;
    continuing {
      for (var j = 0u; j < 2u; j++) {
        if (j == i) { continue; }
        sum += square + 100u * twice;
      }
      switch i {
        case 1u: { i += 1u; }
        default: { i++; sum += 10000u; }
      }
    }
  }
  out[0] = i;
  out[1] = sum;
}
