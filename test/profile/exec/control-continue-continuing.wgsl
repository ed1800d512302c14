// budget: 5
// write out: 3 linear 3
// result out: 5 24 12345
// needs: WGSL 9.4.6: continue runs the continuing block, break does not
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  var body = 0u;
  var behind = 0u;
  loop {
    if (i == 5u) { break; }
    if (i % 2u == 1u) { continue; }
    body = body * 10u + i;
    continuing {
      i++;
      behind = behind * 10u + i;
    }
  }
  out[0] = i;
  out[1] = body;
  out[2] = behind;
}
