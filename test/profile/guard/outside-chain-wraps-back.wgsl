// read back: 4 1
// write n: 16 linear 16
// write out: 3 linear 3
// result n: 0 0 0 0 0 5 0 0 0 0 0 0 0 0 0 0
// result out: 1 5 6
// guards: outside
// needs: E10: two wrong indices whose offsets cancel stay wrong
@group(0) @binding(0) var<storage, read_write> n: array<array<u32, 4>, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<uniform> back: vec2<u32>;

@compute @workgroup_size(1)
fn main() {
  n[1][1] = 5u;
  out[0] = n[2][1u - back.x] + 1u;
  n[0u - back.y][back.y + 4u] = 7u;
  out[1] = n[1][1];
  out[2] = n[1][back.y] + 1u;
}
