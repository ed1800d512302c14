// budget: 12
// read at: 1 2 1 0 2 0 1 0 0 -1 0 0 -1 9 2 0
// write out: 4 linear 4
// result out: 11 7 4 11
// guards: clamped
// needs: E13: each index of a chain is clamped by itself
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<vec3<i32>>;

struct S { list: array<vec2<u32>, 3>, n: u32 }
var<private> s: array<S, 2>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  for (var i = 0u; i < 12u; i++) { s[i / 6u].list[i / 2u % 3u][i % 2u] = i; }
  s[0].n = 50u;
  let p = at[k];
  out[k] = s[p.x].list[p.y][p.z];
}
