// grid: 4 1 1
// budget: 7
// write out: 4 linear 1
// result out: 50 2 3 4
// needs: E14 control: a loop in a function that only some cells call
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn spin(m: u32) -> u32 {
  var x = m;
  while (x != 1u) { x = select(3u * x + 1u, x / 2u, x % 2u == 0u); }
  return m;
}

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  if (w.x > 0u) { out[w.x] = spin(w.x) + 1u; } else { out[w.x] = 50u; }
}
