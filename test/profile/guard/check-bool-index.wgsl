// read a: 11 22 33 44
// read at: 0 9
// write out: 2 linear 2
// result out: 12 23
// needs: E4, E10 control: a boolean as an index is 0 or 1
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[u32(x > 5u)] + 1u;
}
