// read m: 1 2 3 4 5 6 7 8 9 10 11 12
// read at: 0 0 3 2 0 3 4 0 1 4294967295 1073741824 1
// write n: 12 linear 12
// write out: 6 linear 6
// result n: 1 0 0 0 0 0 0 0 0 0 0 2
// result out: 101 112 100 100 100 100
// guards: outside
// needs: E10: one index of a chain outside makes the access invalid, though the word lies in the buffer
@group(0) @binding(0) var<storage, read> m: array<array<u32, 3>, 4>;
@group(0) @binding(1) var<storage, read_write> n: array<array<u32, 3>, 4>;
@group(0) @binding(2) var<storage, read> at: array<vec2<u32>, 6>;
@group(0) @binding(3) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  let p = at[k];
  out[k] = m[p.x][p.y] + 100u;
  n[p.x][p.y] = k + 1u;
}
