// budget: 4
// write out: 8 linear 8
// result out: -8 7 60 5 -2147483648 1 7 2
// needs: V31: conditions, loops and indices that compilers know
@group(0) @binding(0) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var t = array(5, -6, 7, -8);
  var n = 4u;
  for (var i = 0u; i < n; i++) {
    if (t[i] < 0) { t[i] = -t[i] * 10; }
    out[i] = t[n - 1u - i];
  }
  var x = 2147483647;
  x += 1;
  if (x < 0 && -x < 0) { out[4] = x / -1; }
  switch x % 7 {
    case -2: { out[5] = 1; }
    case 5: { out[5] = 2; }
    default: { out[5] = 3; }
  }
  var z = 0u;
  out[6] = i32(7u / z + 7u % z);
  out[7] = select(1, 2, (x >> 31u) == -1);
}
