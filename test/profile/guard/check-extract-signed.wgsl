// read a: 11 22 33 44
// read at: 16 32 48
// write out: 3 linear 3
// result out: 23 1 1
// guards: outside
// needs: P3, E10: two bits with their sign
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  out[k] = a[extractBits(x, 4u, 2u)] + 1u;
}
