// budget: 4
// read at: -1 -4 -2147483648 2
// write out: 4 linear 4
// result out: 0 0 31 0
// guards: outside
// needs: E10: stores at negative i32 indices are dropped
@group(0) @binding(0) var<storage, read> at: array<i32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < arrayLength(&at); i++) {
    out[at[i]] += 10u * i + 1u;
  }
}
