// budget: 6
// read x: 10 20 30
// write out: 4 linear 4
// result out: 3 60 3 1
// needs: E3: a state in private memory starts in mode 0 and is switched in a loop
@group(0) @binding(0) var<storage, read> x: array<u32, 3>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct State { mode: u32, sum: u32, at: u32, is_done: bool }
var<private> state: State;

@compute @workgroup_size(1)
fn main() {
  for (var round = 0u; round < 6u; round++) {
    switch state.mode {
      case 0u: {
        state.sum += x[0];
        state.mode = 2u;
      }
      case 1u: {
        state.sum += x[2];
        state.mode = 3u;
      }
      case 2u: {
        state.sum += x[1];
        state.mode = 1u;
      }
      default: { state.is_done = true; }
    }
    if (state.is_done) { break; }
    state.at++;
  }
  out[0] = state.mode;
  out[1] = state.sum;
  out[2] = state.at;
  out[3] = u32(state.is_done);
}
