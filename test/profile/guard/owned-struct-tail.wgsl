// grid: 3 1 1
// write t: 8 linear 3
// result t: 5 7 1 0 111 12 21 22
// guards: not-owned
// needs: E12: the header before a runtime-sized array is owned by the first cell alone
struct Tail { count: u32, total: u32, items: array<vec2<u32>> }
@group(0) @binding(0) var<storage, read_write> t: Tail;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  t.count = 5u + w.x;
  t.total += 7u;
  t.items[w.x] = vec2(1u, 2u) + 10u * w.x;
  t.items[1].x += 100u;
}
