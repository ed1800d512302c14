// budget: 3
// write out: 12 linear 12
// result out: 10031 10121 20222 20312 403 302 201 100 6 1050 20004 3030
// needs: E7, E18: barriers in conditions, selectors, variables, arguments, results and right sides; invocations part behind them
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 4>;
fn turn(k: u32, x: u32) -> u32 {
  workgroupBarrier();
  t[k] = x;
  workgroupBarrier();
  return t[3u - k];
}
fn twice(k: u32, x: u32) -> u32 { return turn(k, x) + 100u * turn(k, x + 1u); }
fn early(k: u32, x: u32) -> u32 {
  if (turn(k, x) > 11u) { return 1u; }
  return 2u;
}

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  var log = 0u;
  if (turn(k, k) > 1u) { log += 1u; } else { log += 2u; }
  switch turn(k, 5u + k) {
    case 5u: { log += 10u; }
    case 6u, 7u: { log += 20u; }
    default: { log += 30u; }
  }
  var i = turn(k, k);
  for (; i < 3u; i++) { log += 100u; }
  log += 10000u * early(k, 10u + k);
  var v = vec2(turn(k, 3u), k);
  v.x += turn(k, k);
  v[turn(k, k & 1u)] *= 10u;
  _ = turn(k, 0u);
  out[k] = log;
  out[4u + k] = twice(k, k);
  out[8u + k] = v.x + 1000u * v.y;
}
