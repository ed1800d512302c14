// override n: 4
// read a: 1 2 3 4
// write out: 2 linear 2
// result out: 1 9
// guards: outside
// needs: E10: an override as the index of a runtime-sized array
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

override n: u32;

@compute @workgroup_size(1)
fn main() {
  out[0] = a[n] + 1u;
  out[n - 3u] = 9u;
  out[n] = 8u;
}
