// budget: 4
// read at: 4 2147483648 4294967295 2147483647
// write out: 4 linear 4
// result out: 30 30 30 30
// guards: clamped
// needs: E13: an array value: N + 1, 2^31 - 1, 2^31, 2^32 - 1 are taken for N - 1
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let t = array(10u, 20u, 30u);
  for (var k = 0u; k < 4u; k++) {
    out[k] = t[at[k]];
  }
}
