// read a: 11 22 33 44 55
// read at: 4 0
// write out: 2 linear 2
// result out: 1055 1011
// needs: E10 control: i32 indices inside
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<i32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1000u + a[at[k]];
}
