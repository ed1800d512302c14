// write out: 32 linear 32
// result out: 1 2 3 4 5 6 7 8 10 10 0 11 0 0 0 12 0 20 21 22 0 0 23 0 30 0 31 0 31 30 0 0
// needs: P7: a written struct of vectors and arrays, member by member and as a whole
struct S { a: vec2<i32>, b: array<i32, 2>, c: vec4<i32> }
@group(0) @binding(0) var<storage, read_write> out: array<S>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = i32(10u * k);
  switch k {
    case 0u: { out[k] = S(vec2(1, 2), array(3, 4), vec4(5, 6, 7, 8)); }
    case 1u: {
      out[k].a = vec2(i);
      out[k].b[k] = i + 1;
      out[k].c.w = i + 2;
    }
    case 2u: {
      var s: S;
      s.a.y = i;
      s.b = array(i + 1, i + 2);
      s.c[k] = i + 3;
      out[k] = s;
    }
    default: {
      out[k] = out[k];
      out[k].a.x = i;
      out[k].b[0] = out[k].a.x + 1;
      out[k].c = vec4(out[k].b[0], out[k].a, out[k].b[1]);
    }
  }
}
