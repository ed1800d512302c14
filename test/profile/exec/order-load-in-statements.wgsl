// budget: 6
// write out: 10 linear 10
// result out: 7 11 2 3 2 13 910 12 607 203
// needs: E2: what is loaded before a call in any kind of statement keeps its value: private and function variables
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> x: u32;
fn up() -> u32 {
  x += 1u;
  return 0u;
}
fn up_to(p: ptr<function, u32>) -> u32 {
  *p += 1u;
  return 0u;
}
fn given() -> u32 { return x + up(); }
fn pair(a: u32, b: u32, c: u32) -> u32 { return 100u * a + 10u * b + c; }

@compute @workgroup_size(1)
fn main() {
  var y = 5u;
  if (x + up() == 0u) { out[0] += 1u; }
  if (y + up_to(&y) == 5u) { out[0] += 2u; }
  if (x == 1u && up() == 0u && x == 2u) { out[0] += 4u; }
  switch x + up() {
    case 2u: { out[1] += 1u; }
    default: { out[1] += 2u; }
  }
  switch y + up_to(&y) {
    case 6u: { out[1] += 10u; }
    default: { out[1] += 20u; }
  }
  while (x + up() < 5u) { out[2]++; }
  for (; y + up_to(&y) < 10u;) { out[3]++; }
  loop {
    out[4]++;
    continuing {
      break if x + up() == 7u;
    }
  }
  out[5] = given();
  out[6] = pair(x, up(), x);
  x = 3u;
  var z = x + up();
  z += x + up() + x;
  out[7] = z;
  out[x] += x + up();
  let list = array(x, up(), x);
  out[8] = pair(list[0], list[1], list[2]);
  y = 1u;
  let p = &out[8u + y + up_to(&y)];
  *p = pair(y, up_to(&y), y);
}
