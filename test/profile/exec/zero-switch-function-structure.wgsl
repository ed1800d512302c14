// write out: 1 linear 1
// result out: 7
// needs: E3: a member of a structure in a function selects by the 0 that it began with
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
struct State { mode: u32, level: i32 }

@compute @workgroup_size(1)
fn main() {
  var state: State;
  switch state.level {
    case -1, 1: { out[0] = 6u; }
    default: { out[0] = 7u; }
  }
}
