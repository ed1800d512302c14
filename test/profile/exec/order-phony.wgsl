// write out: 1 linear 1
// result out: 12346
// needs: WGSL 9.2.2: a phony assignment evaluates its value once
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<private> log: u32;
fn t(digit: u32, x: u32) -> u32 {
  log = log * 10u + digit;
  return x;
}

@compute @workgroup_size(1)
fn main() {
  _ = t(1u, 0u) + t(2u, 0u);
  _ = vec2(t(3u, 1u)).x;
  _ = &out;
  _ = t(4u, 0u) == 0u || t(5u, 0u) == 0u;
  t(6u, 0u);
  out[0] = log;
}
