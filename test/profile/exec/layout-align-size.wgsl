// read s: 1 -999 -999 2 -999 -999 -999 -999 3 -999 4 5 -999 -999 6 -999 101 -999 -999 102 -999 -999 -999 -999 103 -999 104 105 -999 -999 106 -999
// write out: 12 linear 12
// result out: 1 2 3 4 5 6 101 102 103 104 105 106
// needs: V13: @size and @align move what follows; the alignment of the struct is its largest
struct S { @size(12) a: i32, b: i32, @align(32) c: i32, @size(16) @align(8) d: vec2<i32>, e: i32 }
@group(0) @binding(0) var<storage, read> s: array<S>;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let base = 6u * k;
  let t = s[k];
  out[base] = t.a;
  out[base + 1u] = s[k].b;
  out[base + 2u] = t.c;
  out[base + 3u] = s[k].d.x;
  out[base + 4u] = t.d.y;
  out[base + 5u] = t.e;
}
