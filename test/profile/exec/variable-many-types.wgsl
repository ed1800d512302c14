// write out: 7 linear 7
// result out: 2147483647 -2147483648 -2147483641 -2147483648 -134217727 2147483647 2
// needs: V14: abstract numbers become i32 or u32 where they meet; const, let and var infer alike
@group(0) @binding(0) var<storage, read_write> out: array<i32>;
const big = 0x80000000;
const half = big / 2;
const pair = vec2(big - 1, -half * 2);

@compute @workgroup_size(1)
fn main() {
  const c = half - 1 + half;
  let l = pair.y;
  var v = 7;
  let w: u32 = big;
  v = v - l;
  out[0] = c;
  out[1] = l;
  out[2] = v;
  out[3] = bitcast<i32>(w);
  out[4] = i32(w >> 4u) - c / 8;
  out[5] = array(1, pair.x)[1];
  out[6] = i32(3u * 1431655766u);
}
