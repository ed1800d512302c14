// override x: 2309737967
// read amounts: 0 1 30 31 32 33 2147483648 4294967295
// write out: 32 linear 32
// result out: 2309737967 2309737967 2309737967 2309737967 324508638 1154868983 3302352631 2309737966 3221225472 2 4294967294 3221225472 2147483648 1 4294967295 2147483648 2309737967 2309737967 2309737967 2309737967 324508638 1154868983 3302352631 2309737966 2309737967 2309737967 2309737967 2309737967 2147483648 1 4294967295 2147483648
// needs: P2: masked run-time amounts, taken modulo the mask
@group(0) @binding(0) var<storage, read> amounts: array<u32, 8>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;
override x: u32;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) k: u32) {
  let n = amounts[k];
  let y = bitcast<i32>(x);
  var z = x;
  z >>= n & 7u;
  z <<= 31u & n;
  out[k] = vec4(x << (n & 31u), x >> (n & 31u), bitcast<u32>(y >> (n & 31u)), z);
}
