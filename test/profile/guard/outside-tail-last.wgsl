// read t: 1 2 3 4 5 6
// write w: 6 linear 6
// result w: 0 0 7 6 5 4
// needs: E10 control: the last element of a runtime-sized member
struct Tail { n: u32, m: u32, items: array<vec2<u32>> }
@group(0) @binding(0) var<storage, read> t: Tail;
@group(0) @binding(1) var<storage, read_write> w: Tail;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let last = arrayLength(&t.items) - 1u;
  w.items[last - k] = t.items[k].yx + vec2(t.n);
}
