// read a: 11 22 33 44
// read at: 0 2147483648 4294967295
// write out: 3 linear 3
// result out: 12 34 45
// needs: E10 control: x / 2^30 of u32 is below 4
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[x / 0x40000000u] + 1u;
}
