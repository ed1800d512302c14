// read x: 7
// write out: 3 linear 3
// result out: 2 3 5
// needs: E3: booleans in structures in arrays are false before anybody stores to them
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct State { mode: u32, is_done: bool }
struct Whole { states: array<State, 2>, is_last: bool }
var<private> p: Whole;

@compute @workgroup_size(1)
fn main() {
  var f: array<State, 2>;
  if (p.states[1].is_done) { out[0] = 1u; } else { out[0] = 2u; }
  if (!p.is_last && x == 7u) { out[1] = 3u; } else { out[1] = 4u; }
  f[1] = p.states[0];
  if (f[0].is_done || f[1].mode == 0u) { out[2] = 5u; } else { out[2] = 6u; }
}
