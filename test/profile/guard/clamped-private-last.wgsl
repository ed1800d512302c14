// budget: 4
// read at: 0 2 1 2
// write out: 4 linear 4
// result out: 10 30 20 31
// needs: E13 control: all indices inside an array in private memory
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;
var<private> t: array<u32, 3> = array(10u, 20u, 30u);

@compute @workgroup_size(1)
fn main() {
  for (var k = 0u; k < 4u; k++) {
    out[k] = t[at[k]];
    t[at[k]] += 1u;
  }
}
