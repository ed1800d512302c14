// read a: 11 22 33 44
// read at: 112 305419952
// write out: 2 linear 2
// result out: 45 45
// needs: P3, E10 control: two bits
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[extractBits(x, 4u, 2u)] + 1u;
}
