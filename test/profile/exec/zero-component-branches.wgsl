// budget: 4
// read x: 7 0 2147483648 4294967295
// write out: 20 linear 20
// result out: 4294967294 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967295 4294967294 4294967295 4294967292 4294967295 4294967290 4294967295 4294967295 7 0 2147483648 4294967295
// needs: V35 with E3: components of zeros are stored in branches, loops and through pointers
@group(0) @binding(0) var<storage, read> x: vec4<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4<u32>>;

fn mark(v: ptr<function, vec4<u32>>) {
  (*v).y = 5u;
}

@compute @workgroup_size(1)
fn main() {
  var a: vec4<u32>;
  if (x.x == 7u) { a.x = 1u; }
  out[0] = ~a;
  var b: vec4<u32>;
  if (x.x != 7u) { b.x = 1u; }
  out[1] = ~b;
  var c: vec4<u32>;
  for (var i = 0u; i < 4u; i++) {
    if ((i & 1u) == 1u) { c[i] = i; }
  }
  out[2] = ~c;
  var d: vec4<u32>;
  mark(&d);
  out[3] = ~d;
  var e: vec4<u32>;
  if (x.y == 0u) { e = x / e; } else { e.z = 1u; }
  out[4] = e;
}
