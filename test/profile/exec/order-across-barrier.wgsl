// write out: 8 linear 8
// result out: 610 60108 213004 6 510 50107 213004 6
// needs: E2, E7: what was evaluated before a call with a barrier keeps its value, what comes behind sees the others
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 2>;
var<private> i: u32;
fn sync(k: u32, x: u32) -> u32 {
  workgroupBarrier();
  t[k] = x;
  i += 1u;
  workgroupBarrier();
  return 1u;
}
fn digits(a: u32, b: u32, c: u32) -> u32 { return a * 10000u + b * 100u + c; }

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32, @builtin(workgroup_id) w: vec3<u32>) {
  let other = 1u - k;
  out[4u * k] = t[other] + 10u * sync(k, 5u + k) + 100u * t[other];
  out[4u * k + 1u] = digits(t[other], sync(k, 7u + k), t[other]);
  var a: array<u32, 8>;
  a[i] = sync(k, 9u) + 20u;
  a[i] += sync(k, 30u) * t[other];
  out[4u * k + 2u] = digits(a[2], a[3], i);
  let on = w.x == 0u && sync(k, 40u) == 1u && t[other] == 40u;
  out[4u * k + 3u] = u32(on) + i;
}
