// read t: 7 -999 8 9 1 2 3 -999 4 5 6 -999
// write out: 10 linear 10
// result out: 1 2 3 4 5 6 7 8 9 2
// needs: V12: a runtime-sized array behind other members; its offset is rounded up to its alignment
struct Tail { n: i32, m: vec2<i32>, items: array<vec3<i32>> }
@group(0) @binding(0) var<storage, read> t: Tail;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let item = t.items[k];
  out[3u * k] = item.x;
  out[3u * k + 1u] = t.items[k].y;
  out[3u * k + 2u] = item.z;
  if (k == 0u) {
    out[6] = t.n;
    out[7] = t.m.x;
    out[8] = t.m.y;
    out[9] = i32(arrayLength(&t.items));
  }
}
