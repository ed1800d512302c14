// read s: 1 2 3 4 5 6
// read at: 2 0 1
// write t: 6 linear 6
// result t: 0 52 54 53 0 0
// needs: E10 control: all indices of an array inside a struct
struct S { head: u32, list: array<u32, 3>, next: vec2<u32> }
@group(0) @binding(0) var<storage, read> s: S;
@group(0) @binding(1) var<storage, read_write> t: S;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  t.list[at[k]] = s.list[at[2u - k]] + 50u;
}
