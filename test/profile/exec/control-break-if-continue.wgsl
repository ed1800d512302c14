// budget: 5
// write out: 1 linear 1
// result out: 244
// needs: WGSL 9.4.7: continue reaches break if, nested loops have their own
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var sum = 0u;
  var i = 0u;
  loop {
    let odd = (i & 1u) == 1u;
    if (odd) { continue; }
    var j = 0u;
    loop {
      if (j == 1u) { continue; }
      sum += 10u * i + j;
      continuing {
        j++;
        break if j > i;
      }
    }
    continuing {
      sum += select(1u, 100u, odd);
      i++;
      break if i == 4u;
    }
  }
  out[0] = sum;
}
