// read s: 1 2 3 4 5 6
// read at: 2 3 -1 4
// write out: 4 linear 4
// write t: 6 linear 6
// result out: 104 100 100 100
// result t: 0 0 0 50 0 0
// guards: outside
// needs: E10: past the end of an array inside a struct lies the next member, which is neither read nor written
struct S { head: u32, list: array<u32, 3>, next: vec2<u32> }
@group(0) @binding(0) var<storage, read> s: S;
@group(0) @binding(1) var<storage, read_write> t: S;
@group(0) @binding(2) var<storage, read> at: array<i32>;
@group(0) @binding(3) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = s.list[at[k]] + 100u;
  t.list[at[k]] = 50u + k;
}
