// budget: 11
// write out: 6 linear 6
// result out: 3 1 10 4 10 5
// needs: WGSL 9.4.4: each part of a for may be absent; continue runs the update
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  for (; i < 3u;) { i += 1u; }
  out[0] = i;
  for (;;) {
    i--;
    if (i == 1u) { break; }
  }
  out[1] = i;
  for (i = 10u; i > 4u; i -= 3u) {
    if (i == 7u) { continue; }
    out[2] += i;
  }
  out[3] = i;
  var n = 0u;
  for (var j = 0u; j < 4u; n += j) { j++; }
  out[4] = n;
  let m = 5u;
  for (let k = m; i < k; i++) { out[5] += k; }
}
