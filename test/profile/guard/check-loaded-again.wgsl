// read a: 11 22 33 44
// write out: 2 linear 2
// result out: 4 1
// guards: outside
// needs: E10: an own word is compared, changed, and loaded again as the index
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  if (out[0] < arrayLength(&a)) {
    out[0] += 4u;
    out[1] = a[out[0]] + 1u;
  }
}
