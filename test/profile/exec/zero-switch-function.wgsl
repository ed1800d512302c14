// read x: 1
// write out: 4 linear 4
// result out: 5 7 8 11
// needs: E3: elements and members of variables in functions select by the 0 that they began with
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct State { mode: u32, level: i32 }

@compute @workgroup_size(1)
fn main() {
  var list: array<u32, 3>;
  var state: State;
  switch list[0] {
    case 0u: { out[0] = 5u; }
    default: { out[0] = 6u; }
  }
  switch state.level {
    case 0: { out[1] = 7u; }
    default: { out[1] = 6u; }
  }
  switch list[x] {
    case 1u: { out[2] = 6u; }
    default: { out[2] = 8u; }
  }
  list[1] = x;
  switch list[1] + state.mode {
    case 0u: { out[3] = 10u; }
    case 1u: { out[3] = 11u; }
    default: { out[3] = 12u; }
  }
}
