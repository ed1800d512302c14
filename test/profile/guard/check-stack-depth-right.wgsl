// read a: 11 22 33 44
// read at: 2 3
// write out: 2 linear 2
// result out: 7 0
// needs: E13 control: a comparison with the right count
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  var t = array(5u, 6u, 7u);
  if (x < arrayLength(&a) - 1u && x < 3u) { out[k] = t[x]; }
}
