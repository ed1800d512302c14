// rule: P11
// code: profile.loop-variable
// at: t
// tint: accepts
@group(0) @binding(0) var<storage, read_write> o: array<i32>;

@compute @workgroup_size(1)
fn main() {
  var s = 0;
  for (var i = 0; i < 9; i++) {
    var t: i32;
    s += t;
    t = i;
  }
  o[0] = s;
}
