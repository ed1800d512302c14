// grid: 2 1 1
// override first: 5
// write out: 16 linear 8
// result out: 10 10 107 8 11 11 7 108 12 12 7 8 13 13 107 8
// needs: E3: private variables are initialized when a cell starts, in each invocation and each workgroup
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override first: u32 = 3u;
var<private> counter: u32 = first * 2u;
var<private> list: array<u32, 3>;
var<private> table = array(7u, 8u, 9u);

@compute @workgroup_size(2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  counter += id.x;
  list[1] += counter;
  table[id.x % 3u] += 100u;
  out[4u * id.x] = counter;
  out[4u * id.x + 1u] = list[0] + list[1];
  out[4u * id.x + 2u] = table[0];
  out[4u * id.x + 3u] = table[1];
}
