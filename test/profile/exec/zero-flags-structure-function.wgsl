// read x: 7
// write out: 1 linear 1
// result out: 7
// needs: E3: a member that is a boolean is false before anybody stores to it, in a function
@group(0) @binding(0) var<storage, read> x: u32;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
struct State { mode: u32, is_done: bool }

@compute @workgroup_size(1)
fn main() {
  var f: State;
  if (f.is_done) { out[0] = 1u; } else { out[0] = x + f.mode; }
}
