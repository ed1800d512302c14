// read select: -4 -5
// write out: 2 linear 2
// result out: 9 -5
// needs: V2: a member, a variable and a type may have the names of builtins
struct vec2u { min: i32, max: i32 }
@group(0) @binding(0) var<storage, read> select: vec2u;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;

fn abs(x: i32) -> i32 { return x * x; }

@compute @workgroup_size(1)
fn main() {
  let dot = select.min;
  var clamp = vec2u(dot, select.max);
  clamp.min += 1;
  out[0] = abs(clamp.min);
  out[1] = min(clamp.min, clamp.max);
}
