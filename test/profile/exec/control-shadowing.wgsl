// budget: 2
// write out: 7 linear 7
// result out: 1 6 201 14 12 6 45
// needs: V1: an inner declaration shadows to the end of its block; its initializer sees the outer one
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

const x = 1u;
fn f(x: u32) -> u32 {
  let y = x + 1u;
  {
    let x = y * 10u;
    if (true) {
      let x = x + 1u;
      return x + y;
    }
  }
  return x;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = x;
  let x = x + 5u;
  out[1] = x;
  for (var x = 100u; x < 102u; x++) {
    out[2] += x;
    let x = 7u;
    out[3] += x;
  }
  {
    var x = x;
    x *= 2u;
    out[4] = x;
  }
  out[5] = x;
  out[6] = f(3u);
}
