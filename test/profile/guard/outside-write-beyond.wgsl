// budget: 5
// read at: 5 2147483648 2147483649 4294967295 1
// write out: 4 linear 4
// result out: 0 41 0 0
// guards: outside
// needs: E10: stores at N + 1, 2^31, 2^31 + 1 and 2^32 - 1 are dropped
@group(0) @binding(0) var<storage, read> at: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < arrayLength(&at); i++) {
    out[at[i]] += 10u * i + 1u;
  }
}
