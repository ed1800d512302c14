// budget: 4
// read a: 1 3 77 0
// write out: 5 linear 5
// result out: 2 77 0 1 3
// guards: outside
// needs: E10: a load that gives 0 is itself an index: a linked list with a link out of the buffer
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var at = 2u;
  for (var i = 0u; i < 4u; i++) {
    out[i] = at;
    at = a[at];
  }
  out[4] = at;
}
