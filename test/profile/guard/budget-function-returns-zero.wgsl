// budget: 3
// write out: 6 linear 6
// result out: 9 0 9 0 9 1
// guards: loop-budget
// needs: E14: a function that comes to its end because the budget ended its loop returns zero, not what an earlier call left.
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
fn f(m: u32) -> u32 {
  loop {
    if (m == 5u) { return 9u; }
  }
}
fn g(m: u32) -> vec2<u32> {
  for (;;) {
    if (m == 5u) { return vec2(9u, 8u); }
  }
}
@compute @workgroup_size(1)
fn main(@builtin(num_workgroups) n: vec3<u32>) {
  out[0] = f(n.x + 4u);
  out[1] = f(n.x);
  for (var i = 0u; i < 2u; i++) { out[2u + i] = f(5u - i); }
  let x = g(n.x + 4u);
  out[4] = x.x;
  out[5] = g(n.x).x + 1u;
}
