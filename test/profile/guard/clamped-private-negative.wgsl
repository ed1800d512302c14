// budget: 4
// read at: -1 -2147483648 -3 1
// write out: 4 linear 4
// result out: 30 31 32 20
// guards: clamped
// needs: E13: an array in private memory: negative i32 indices are taken for N - 1
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<i32>;
var<private> t: array<u32, 3> = array(10u, 20u, 30u);

@compute @workgroup_size(1)
fn main() {
  for (var k = 0u; k < 4u; k++) {
    out[k] = t[at[k]];
    t[at[k]] += 1u;
  }
}
