// override n: 3
// read a: 1 2 3 4
// write out: 2 linear 2
// result out: 5 9
// needs: E10 control: an override as the index of a runtime-sized array, N - 1
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

override n: u32;

@compute @workgroup_size(1)
fn main() {
  out[0] = a[n] + 1u;
  out[n - 2u] = 9u;
}
