// budget: 39
// write out: 4 linear 4
// result out: 3 6 12 18
// needs: WGSL 9.4.8: break leaves the innermost loop only
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < 4u; i++) {
    var j = 0u;
    while (true) {
      loop {
        j++;
        if (j % 3u == 0u) { break; }
      }
      if (j > 5u * i) { break; }
    }
    out[i] = j;
  }
}
