// budget: 2
// write out: 4 linear 4
// result out: 1122 2144 1122 1022
// needs: E3: the variables of a function are set anew in each call, arrays and structs too
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { a: u32, list: array<u32, 2> }
fn bump(i: u32) -> u32 {
  var n: u32;
  var s: S;
  var t = array(5u, 6u);
  n += 1u;
  s.a += 10u;
  s.list[i & 1u] += 100u;
  t[i & 1u] += 1000u;
  return n + s.a + s.list[0] + t[0] + t[1];
}

@compute @workgroup_size(1)
fn main() {
  out[0] = bump(0u);
  out[1] = bump(0u) + bump(1u);
  for (var i = 0u; i < 2u; i++) { out[2u + i] = bump(i); }
}
