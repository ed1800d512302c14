// read x: 7 -7 -2147483648 -1
// read z: 0 0 0 0
// write out: 36 linear 36
// result out: -1 -1 -1 -1 -1 -1 -1 -1 -1 6 2147483647 0 -8 -1 -1 -1 -1 -1 -1 -1 0 7 -2147483648 1 -1 -1 -1 -1 -1 -1 -1 -1 0 -2 -1 -2
// needs: V40 with E3: complements of min, max, abs and sign of i32 vectors that began as zeros
@group(0) @binding(0) var<storage, read> x: vec4<i32>;
@group(0) @binding(1) var<storage, read> z: vec4<i32>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<i32>>;

@compute @workgroup_size(1)
fn main() {
  var v: vec4<i32>;
  out[0] = ~min(v, vec4<i32>());
  out[1] = ~max(v, v);
  out[2] = ~min(v, x);
  out[3] = ~max(v, x);
  out[4] = ~min(z, vec4<i32>());
  out[5] = -min(v, x);
  out[6] = ~abs(v);
  out[7] = ~sign(v);
  out[8] = ~max(min(v, vec4(-1, 1, 0, 2)), vec4(-2, 1, -3, 1));
}
