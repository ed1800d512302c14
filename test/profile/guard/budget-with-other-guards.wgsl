// budget: 4
// read a: 10 20 30
// write out: 3 linear 3
// result out: 2 22 52
// guards: clamped loop-budget outside
// needs: E10, E13, E14: three kinds of guards in one loop
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> a: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var t = array(1u, 2u);
  for (var i = 0u; i < 9u; i++) {
    t[i] += a[i];
    out[i] = t[1];
  }
}
