// A variable in a loop with an initializer, and one outside of it without (P11).
@group(0) @binding(0) var<storage, read_write> o: array<i32>;

fn from_zero(n: i32) -> i32 {
  var t: i32;
  t += n;
  return t;
}

@compute @workgroup_size(1)
fn main() {
  var s: i32;
  for (var i: i32; i < 9; i++) {
    var t = i32();
    var a = array<i32, 3>();
    s += t + a[1] + from_zero(i);
    t = i;
    a[1] = i;
  }
  o[0] = s;
}
