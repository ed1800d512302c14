// grid: 2 1 1
// write out: 4 linear 2
// from out: 1 1 1 1
// result out: 6 60 6 60
// guards: not-owned
// needs: E11, E12: pointers to words of other cells, in functions
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn add(p: ptr<storage, u32, read_write>, x: u32) -> u32 {
  *p = *p + x;
  return *p;
}

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  let mine = add(&out[2u * w.x], 5u);
  let other = add(&out[(2u * w.x + 2u) % 4u], 6u);
  out[2u * w.x + 1u] = 10u * mine + other;
}
