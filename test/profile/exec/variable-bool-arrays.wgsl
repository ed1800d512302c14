// budget: 3
// write out: 2 linear 2
// result out: 26 12
// needs: E1: booleans in arrays, structs and vectors of every space but buffers are words 0 and 1
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { flags: vec3<bool>, list: array<bool, 3> }
var<private> p: S;
var<workgroup> w: array<S, 2>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  p.flags[k] = true;
  p.list[2u - k] = k == 0u;
  w[k] = p;
  w[k].list[1] = !p.list[1];
  var sum = 0u;
  for (var i = 0u; i < 3u; i++) {
    sum = sum * 4u + u32(w[k].flags[i]) + 2u * u32(w[k].list[i]);
  }
  out[k] = sum;
}
