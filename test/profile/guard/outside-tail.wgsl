// read t: 1 2 3 4 5 6
// read at: 1 2 3 4294967295 2147483649
// write out: 5 linear 5
// write w: 6 linear 6
// result out: 106 100 100 100 100
// result w: 0 0 0 0 1 10
// guards: outside
// needs: E10: the runtime-sized member of a struct: N is the number of its elements, not of the words
struct Tail { n: u32, m: u32, items: array<vec2<u32>> }
@group(0) @binding(0) var<storage, read> t: Tail;
@group(0) @binding(1) var<storage, read_write> w: Tail;
@group(0) @binding(2) var<storage, read> at: array<u32>;
@group(0) @binding(3) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = at[k];
  out[k] = t.items[i].y + 100u;
  w.items[i].x = k + 1u;
  w.items[i][i & 1u] += 10u;
}
