// write out: 6 linear 6
// result out: 5 2 2 15 17 1
// needs: E2: the pointer of an assignment is evaluated before the right side, what it points to is read after
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn pick(p: ptr<function, array<u32, 3>>, i: u32) -> u32 {
  (*p)[2] = i;
  return (*p)[i];
}

@compute @workgroup_size(1)
fn main() {
  var a = array(5u, 6u, 7u);
  let p = &a;
  (*p)[a[0] - 4u] = pick(p, 2u);
  out[0] = a[0];
  out[1] = a[1];
  out[2] = a[2];
  let first = &a[0];
  *first += pick(&a, 0u) + *first;
  out[3] = a[0];
  out[4] = *first + pick(&a, 1u);
  out[5] = a[2];
}
