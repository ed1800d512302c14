// read a: 11 22 33 44
// read at: 1 9 20
// write out: 3 linear 3
// result out: 23 1 12
// guards: outside
// needs: E10: select by a comparison that does not bound the index
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[select(0u, x, x < 10u)] + 1u;
}
