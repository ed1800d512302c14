// budget: 4
// read a: 5 6 7
// write out: 1 linear 1
// result out: 22
// guards: outside
// needs: E10: <= in place of < reads one word behind the end
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  for (var i = 0u; i <= arrayLength(&a); i++) { out[0] += a[i] + 1u; }
}
