// budget: 3
// read at: 3 4 0
// write out: 4 linear 4
// result out: 21 0 0 1
// guards: outside
// needs: E10: a compound assignment at N loads 0 and stores nothing
@group(0) @binding(0) var<storage, read> at: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < arrayLength(&at); i++) {
    out[at[i]] += 10u * i + 1u;
  }
}
