// budget: 3
// read at: 0 3 3
// write out: 4 linear 4
// result out: 1 0 0 32
// needs: E10 control: compound assignments to the first and the last word
@group(0) @binding(0) var<storage, read> at: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i < arrayLength(&at); i++) {
    out[at[i]] += 10u * i + 1u;
  }
}
