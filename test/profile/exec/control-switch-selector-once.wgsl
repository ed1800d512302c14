// budget: 3
// write out: 4 linear 4
// result out: 3 10 20 30
// needs: E2: the selector of a switch is evaluated once
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> calls: u32;
fn next() -> u32 {
  calls += 1u;
  return calls;
}

@compute @workgroup_size(1)
fn main() {
  for (var i = 0; i < 3; i++) {
    switch next() {
      case 3u: { out[calls] = 30u; }
      case 1u: { out[calls] = 10u; }
      case 2u: { out[calls] = 20u; }
      default: { out[calls] = 90u; }
    }
  }
  out[0] = calls;
}
