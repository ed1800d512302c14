// read a: 1 2 3 4
// read at: 1 6
// write out: 5 linear 5
// result out: 44 101 101 1 1
// guards: outside
// needs: E10: a pointer to an invalid element is harmless until it is used, then loads 0 and stores nothing
@group(0) @binding(0) var<storage, read> a: array<array<u32, 2>>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

fn total(p: ptr<storage, array<u32, 2>>) -> u32 { return (*p)[0] + 10u * p[1]; }
fn bump(p: ptr<storage, u32, read_write>, by: u32) -> u32 {
  *p += by;
  return *p;
}

@compute @workgroup_size(1)
fn main() {
  out[0] = total(&a[at[0]]) + 1u;
  out[1] = total(&a[at[1]]) + 1u;
  out[2] = bump(&out[at[0]], 100u);
  out[3] = bump(&out[at[1]], 7u) + 1u;
  let p = &a[at[1]];
  let q = &(*p)[at[0]];
  out[4] = *q + 1u;
}
