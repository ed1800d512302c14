// budget: 8
// read x: 3
// write out: 4 linear 4
// result out: 4 0 1 3
// needs: E3: a boolean of an array that is false in the beginning decides when loops end
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<private> g: array<bool, 4>;

fn is_on(flags: ptr<private, array<bool, 4>>) -> bool {
  return (*flags)[2];
}

@compute @workgroup_size(1)
fn main() {
  var rounds = 0u;
  while (!g[0]) {
    g[0] = rounds == x;
    rounds++;
  }
  out[0] = rounds;
  rounds = 0u;
  for (; g[1]; rounds++) {
    if (rounds == x) { break; }
  }
  out[1] = rounds;
  out[2] = select(1u, 2u, is_on(&g));
  rounds = 0u;
  loop {
    if (g[3]) { break; }
    rounds++;
    continuing { break if rounds == x; }
  }
  out[3] = rounds;
}
