// read s: 10 -999 20 21 30 -999 -999 -999 40 41 42 50 60 61 62 63 110 -999 120 121 130 -999 -999 -999 140 141 142 150 160 161 162 163
// write out: 24 linear 24
// result out: 10 20 21 30 40 41 42 50 60 61 62 63 110 120 121 130 140 141 142 150 160 161 162 163
// needs: V13: members lie at multiples of their alignment: 0 8 16 32 44 48, size 64
struct S { a: i32, b: vec2<i32>, c: i32, d: vec3<i32>, e: i32, f: vec4<i32> }
@group(0) @binding(0) var<storage, read> s: array<S, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<array<i32, 12>, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let t = s[k];
  out[k] = array(t.a, t.b.x, s[k].b.y, s[k].c, t.d.x, t.d[1], s[k].d.z, t.e, t.f.x, s[k].f[1], t.f.b, t.f.a);
}
