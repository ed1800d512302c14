// override x: -2147483648
// read a: 0 1 2147483647 2147483648 4294967295 7 65536 2309737967
// write out: 36 linear 36
// result out: 0 0 1 2 1 1 1 1 2147483647 1 1 1 -2147483648 1 1 1 -1 1 1 1 7 1 1 1 65536 1 1 1 -1985229329 1 1 1 -1 1 -2147483648 1
// needs: V30: u32 and i32 convert by their bits, bool to 0 and 1, integers to x != 0 (E4)
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<i32>>;
override x: i32;
override y: bool = bool(x);
override z: u32 = u32(x);

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = i32(a[k]);
  let b = bool(a[k]);
  out[k] = vec4(i, i32(b), i32(u32(i) == a[k]), i32(bool(i)) + 2 * i32(u32(!b)));
  if (k == 0u) {
    const folded = u32(-1i);
    out[8] = vec4(i32(folded), i32(bool(0u)) + i32(bool(-3)), i32(z), i32(y));
  }
}
