// write out: 5 linear 5
// result out: 1 3 4 54 22
// needs: E2: the place of an assignment stays, though the right side changes the index
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<private> i: u32;
fn advance() -> u32 {
  i += 1u;
  return i;
}

@compute @workgroup_size(1)
fn main() {
  out[i] = advance();
  out[i + 3u] = 10u * advance() + i;
  var a: array<u32, 8>;
  a[i] += advance();
  out[1] = a[2];
  a[advance()] = i;
  out[2] = a[4];
  let p = &a[i];
  i = 7u;
  *p += 50u;
  out[3] = a[4];
}
