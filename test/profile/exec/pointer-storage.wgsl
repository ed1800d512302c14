// read s: 1 0 2 3 4 5 6 7 10 0 20 30 40 50 60 70
// write out: 8 linear 8
// result out: 48 5 6 2 480 6 7 2
// needs: V23: pointers to storage, read and read_write, to the array, an element and a member
struct S { a: u32, v: vec2<u32>, t: array<u32, 4> }
@group(0) @binding(0) var<storage, read> s: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<array<u32, 4>>;

fn total(p: ptr<storage, array<u32, 4>>) -> u32 { return (*p)[0] + (*p)[1] + p[2] + p[3]; }
fn sum_of(p: ptr<storage, array<S>, read>, i: u32) -> u32 { return (*p)[i].a + p[i].v.y + total(&p[i].t); }
fn put(p: ptr<storage, array<u32, 4>, read_write>, x: u32) {
  (*p)[1] = x;
  p[2] += (*p)[1] + 1u;
  let q = &p[3];
  *q = arrayLength(&s);
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k][0] = sum_of(&s, k) + total(&s[k].t);
  put(&out[k], k + 5u);
}
