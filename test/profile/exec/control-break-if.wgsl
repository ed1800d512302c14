// budget: 3
// write out: 2 linear 2
// result out: 8 4
// needs: WGSL 9.4.7: break if is tested behind the continuing block; n rounds take n - 1 back-edges (E14)
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  var rounds = 0u;
  loop {
    rounds++;
    let step = 2u;
    continuing {
      i += step;
      break if i >= 7u;
    }
  }
  out[0] = i;
  out[1] = rounds;
}
