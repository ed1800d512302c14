// write out: 4 linear 4
// result out: -2 3 -1 2
// needs: V31: a constant shift of a vector of i32 has the type of what is shifted, not of the amounts.
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  let a = vec2<i32>(-8i, 14i) >> vec2<u32>(1u);
  let b = a / vec2(2i, 2i);
  let c = vec2<i32>(-1i, 1i) << vec2<u32>(0u, 1u);
  out[0] = b.x;
  out[1] = b.y;
  out[2] = c.x;
  out[3] = c.y;
}
