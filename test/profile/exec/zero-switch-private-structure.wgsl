// write out: 2 linear 2
// result out: 5 7
// needs: E3: members of a structure in private memory select by the 0 that they began with
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
struct State { mode: u32, levels: array<i32, 2> }
var<private> state: State;

@compute @workgroup_size(1)
fn main() {
  switch state.mode {
    case 0u: { out[0] = 5u; }
    default: { out[0] = 6u; }
  }
  switch state.levels[1] {
    case -1, 1: { out[1] = 6u; }
    default: { out[1] = 7u; }
  }
}
