// budget: 3
// write out: 8 linear 8
// result out: 35 6 39 82 79 206 299 226
// needs: V38: barriers in functions, called in uniform control flow, with locals that live across
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<u32, 4>;
var<private> kept: u32;

fn exchange(k: u32, x: u32) -> u32 {
  var local = array(x, x + 1u);
  kept += x;
  t[k] = local[k & 1u];
  workgroupBarrier();
  let y = t[(k + 1u) & 3u];
  workgroupBarrier();
  local[0] += y;
  return local[0] + local[1];
}

fn rounds(k: u32, x: u32) -> u32 {
  var r = x;
  for (var i = 0u; i < 3u; i++) { r = exchange(k, r) & 0xffu; }
  return r;
}

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = rounds(k, 10u * k);
  out[4u + k] = kept;
}
