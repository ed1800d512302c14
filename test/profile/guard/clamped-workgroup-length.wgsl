// budget: 4
// read at: 3 2 0 3
// write out: 4 linear 4
// result out: 30 31 10 32
// guards: clamped
// needs: E13: an array in workgroup memory: N is taken for N - 1
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;
var<workgroup> t: array<u32, 3>;

@compute @workgroup_size(1)
fn main() {
  t = array(10u, 20u, 30u);
  for (var k = 0u; k < 4u; k++) {
    out[k] = t[at[k]];
    t[at[k]] += 1u;
  }
}
