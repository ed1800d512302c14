// read a: 11 22 33 44 55
// read at: 0 4 3
// write out: 3 linear 3
// result out: 1011 1055 1044
// needs: E10 control: the first and the last index of a read buffer
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 1000u + a[at[k]];
}
