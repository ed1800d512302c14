// write out: 8 linear 8
// result out: 3 -7 0 -1 1 -2 2 -3
// needs: P7: a written struct that ends in a runtime-sized array
struct Tail { count: u32, last: i32, items: array<vec2<i32>> }
@group(0) @binding(0) var<storage, read_write> out: Tail;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  out.items[k] = vec2(i32(k), -i32(k));
  out.items[k].y -= 1;
  if (k == 0u) {
    out.count = arrayLength(&out.items);
    out.last = -7;
  }
}
