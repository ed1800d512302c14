// read at: 1 2 4294967295
// write out: 12 linear 12
// result out: 6 8 4 4 6 8 4 6 6 8 4 6
// guards: clamped
// needs: E13: indices of what functions, constructors and parameters give
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

struct S { list: array<u32, 2> }
const table = array(array(1u, 2u), array(3u, 4u));
fn both(x: u32) -> array<u32, 2> { return array(x, x + 1u); }
fn pick(s: S, i: u32) -> u32 { return s.list[i]; }

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = at[k];
  out[4u * k] = both(5u)[i];
  out[4u * k + 1u] = pick(S(both(7u)), i);
  out[4u * k + 2u] = table[i][i];
  out[4u * k + 3u] = array(vec2(1u, 2u), vec2(3u, 4u), vec2(5u, 6u))[i][i];
}
