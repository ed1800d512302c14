// budget: 10
// read text: 540160353 925904994 14636
// write out: 4 linear 4
// result out: 12 7 9 3
// needs: WGSL 9.4: a switch in a loop as a state machine over the bytes of a buffer
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> text: array<u32>;
fn byte(i: u32) -> u32 { return (text[i / 4u] >> ((8u * (i & 3u)) & 31u)) & 0xffu; }

@compute @workgroup_size(1)
fn main() {
  var state = 0u;
  var number = 0u;
  var found = 0u;
  for (var i = 0u; ; i++) {
    let c = byte(i);
    switch state {
      case 0u: {
        if (c == 0u) { break; }
        if (c >= 48u && c <= 57u) {
          number = c - 48u;
          state = 1u;
        }
        continue;
      }
      case 1u: {
        if (c >= 48u && c <= 57u) {
          number = 10u * number + c - 48u;
          continue;
        }
        out[found] = number;
        found++;
        state = 0u;
      }
      default: { return; }
    }
    if (c == 0u) { break; }
  }
  out[3] = found;
}
