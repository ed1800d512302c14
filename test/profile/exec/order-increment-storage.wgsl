// write out: 7 linear 7
// result out: 2 -1 -1 -2147483648 4 2 -1
// needs: E2: ++, -- and compound assignments on storage, workgroup and private places
@group(0) @binding(0) var<storage, read_write> out: array<i32>;
var<workgroup> w: array<i32, 2>;
var<private> p: vec2<i32>;

@compute @workgroup_size(1)
fn main() {
  out[0]++;
  out[0]++;
  out[1]--;
  w[1] = 2147483647;
  w[1]++;
  w[0]--;
  p.y--;
  p.x += 5;
  p[1] *= -3;
  p -= vec2(1);
  out[2] = w[0];
  out[3] = w[1];
  out[4] = p.x;
  out[5] = p.y;
  let q = &out[6];
  *q -= 8;
  *q /= 3;
  (*q)++;
}
